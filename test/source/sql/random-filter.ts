import fc from 'fast-check'
import type { SqlFilter, SqlRelation } from '../../../src/plan/sql/sql-filter.ts'
import type { SqlTerm } from '../../../src/plan/sql/sql-terms.ts'
import { FILTER_OPERATORS, type FilterOperator, operatorsOf } from '../../../src/schema/filter-operators.ts'
import type { FilterRow } from './filter-oracle.ts'
import { arg, compare, literal, template } from './support.ts'

/** Letters in both cases, and all that means something to LIKE, to SQL text or to an escape. */
const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', '%', '_', '|', '\\', "'", '"', ' ', '0', '1', 'é', 'É'),
  maxLength: 4,
})
const integer = fc.bigInt({ min: -3n, max: 3n })
/** No column of numbers holds these; some of them a text column does. */
const misfit = fc.constantFrom('7 or 1=1', '007', '1.5', '', "' or '1'='1", {}, [[1]])

export function randomRows(): fc.Arbitrary<FilterRow[]> {
  const row = fc.record({
    parent: fc.option(fc.bigInt({ min: 0n, max: 8n })),
    amount: fc.option(integer),
    name: fc.option(text),
    flag: fc.option(fc.boolean()),
  })
  return fc.array(row, { maxLength: 8 }).map(rows => rows.map((cells, index) => ({ id: BigInt(index), ...cells })))
}

const BY_PARENT = {
  table: 'items',
  on: [{ column: 'id', related: 'parent' }],
  where: [compare('flag', literal(true), 'ne')],
}
const RELATIONS: readonly SqlRelation[] = [
  { table: 'items', on: [{ column: 'amount', related: 'id' }], where: [], via: BY_PARENT },
  { table: 'items', on: [{ column: 'id', related: 'parent' }], where: [] },
  { table: 'items', on: [{ column: 'parent', related: 'id' }], where: [] },
  { table: 'items', on: [{ column: 'id', related: 'parent' }], where: [compare('flag', literal(true))] },
  {
    table: 'items',
    on: [
      { column: 'parent', related: 'parent' },
      { column: 'amount', related: 'amount' },
    ],
    where: [],
  },
]

/** Filters over the columns of the rows, with absent, null and unfitting values; of rows that count, with fitting ones. */
export function randomFilter(): fc.Arbitrary<SqlFilter> {
  return filterOf(randomComparison(misfit), aggregate())
}

/** A condition on what is computed over related rows: all of them, or those that a filter finds. */
function aggregate(): fc.Arbitrary<SqlFilter> {
  const filter = filterOf(randomComparison(undefined), randomHaving(fc.constant(undefined), integer))
  return randomHaving(fc.option(filter, { nil: undefined }), fc.option(integer, { freq: 8 }))
}

function randomHaving(
  filter: fc.Arbitrary<SqlFilter | undefined>,
  operand: fc.Arbitrary<unknown>,
): fc.Arbitrary<SqlFilter> {
  const conditions = fc.array(fc.tuple(randomTerm, conditionOn(operand), fc.boolean()), { minLength: 1, maxLength: 3 })
  return fc
    .record({ filter, relation: fc.constantFrom(...RELATIONS), conditions })
    .map(({ conditions: several, ...rest }) => {
      // Of no rows, MySQL and MariaDB count distinct values of the column that relates them wrongly beside another function.
      const alone = several.filter(([[, { name }]]) => name === 'countDistinct').slice(0, 1)
      const said = alone.length > 0 ? alone : several
      const filters = said.map(([[id], [operator, value], negated]): SqlFilter => {
        const test = compare(id, literal(value), operator)
        return negated ? { kind: 'not', filter: test } : test
      })
      const terms = new Map(said.map(([term]) => term))
      return { kind: 'aggregate', ...rest, terms, having: { kind: 'and', filters } }
    })
}

const randomTerm: fc.Arbitrary<[string, SqlTerm]> = fc
  .oneof(
    fc.constant({ name: 'count' as const, column: undefined }),
    fc.record({
      name: fc.constantFrom('sum' as const, 'min' as const, 'max' as const),
      column: fc.constantFrom('id', 'parent', 'amount'),
    }),
    fc.record({ name: fc.constant('countDistinct' as const), column: fc.constantFrom('parent', 'name', 'flag') }),
  )
  .map(term => [`${term.name}.${term.column ?? ''}`, term])

function conditionOn(operand: fc.Arbitrary<unknown>): fc.Arbitrary<[FilterOperator, unknown]> {
  return fc.oneof(
    fc.tuple(fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte'), operand),
    fc.tuple(fc.constantFrom('in', 'notIn'), fc.array(integer, { maxLength: 3 })),
    fc.tuple(fc.constant('isNull' as const), fc.boolean()),
  )
}

function filterOf(...leaves: readonly fc.Arbitrary<SqlFilter>[]): fc.Arbitrary<SqlFilter> {
  const { filter } = fc.letrec<{ filter: SqlFilter }>(tie => ({
    filter: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      ...leaves,
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        filters: fc.array(tie('filter'), { maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
      fc.record({
        kind: fc.constant('related' as const),
        relation: fc.constantFrom(...RELATIONS),
        quantifier: fc.constantFrom('some' as const, 'none' as const, 'every' as const),
        filter: tie('filter'),
      }),
    ),
  }))
  return filter
}

function randomComparison(unfitting: fc.Arbitrary<unknown> | undefined): fc.Arbitrary<SqlFilter> {
  const column = fc.constantFrom('id', 'parent', 'amount', 'name', 'flag')
  const operator = fc.constantFrom(...operatorsOf('String'))
  return fc
    .tuple(column, operator)
    .chain(([name, of]) => operandOf(name, of, unfitting).map(value => compare(name, value, of)))
}

/** With values that are no operands, and null, where such are given. */
function operandOf(column: string, operator: FilterOperator, unfitting: fc.Arbitrary<unknown> | undefined) {
  const fitting = { id: integer, parent: integer, amount: integer, name: text, flag: fc.boolean() }[column] ?? text
  const one: fc.Arbitrary<unknown> =
    FILTER_OPERATORS[operator].takes === 'flag'
      ? fc.boolean()
      : FILTER_OPERATORS[operator].takes === 'text'
        ? text
        : unfitting
          ? fc.oneof({ weight: 4, arbitrary: fitting }, { weight: 1, arbitrary: unfitting })
          : fitting
  if (!unfitting)
    return (FILTER_OPERATORS[operator].takes === 'list' ? fc.array(one, { maxLength: 4 }) : one).map(literal)
  const value: fc.Arbitrary<unknown> =
    FILTER_OPERATORS[operator].takes === 'list'
      ? fc.oneof(
          fc.array(fc.oneof({ weight: 6, arbitrary: one }, { weight: 1, arbitrary: fc.constant(null) }), {
            maxLength: 4,
          }),
          fc.constant(null),
        )
      : fc.oneof({ weight: 8, arbitrary: one }, { weight: 1, arbitrary: fc.constant(null) })
  return fc.oneof(
    { weight: 9, arbitrary: value.map(literal) },
    { weight: 1, arbitrary: fc.constant(template(arg('absent'))) },
  )
}
