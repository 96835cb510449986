import fc from 'fast-check'
import type { SqlFilter, SqlRelation } from '../../../src/plan/sql/sql-filter.ts'
import {
  asksItems,
  FILTER_OPERATORS,
  type FilterOperator,
  OPERATOR_NAMES,
} from '../../../src/schema/filter-operators.ts'
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

/** Filters over the columns of the rows, with absent, null and unfitting values. */
export function randomFilter(): fc.Arbitrary<SqlFilter> {
  const { filter } = fc.letrec<{ filter: SqlFilter }>(tie => ({
    filter: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      randomComparison(),
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

function randomComparison(): fc.Arbitrary<SqlFilter> {
  const column = fc.constantFrom('id', 'parent', 'amount', 'name', 'flag')
  const operator = fc.constantFrom(...OPERATOR_NAMES.filter(name => !asksItems(name)))
  return fc.tuple(column, operator).chain(([name, of]) => operandOf(name, of).map(value => compare(name, value, of)))
}

function operandOf(column: string, operator: FilterOperator) {
  const fitting = { id: integer, parent: integer, amount: integer, name: text, flag: fc.boolean() }[column] ?? text
  const one: fc.Arbitrary<unknown> =
    FILTER_OPERATORS[operator].takes === 'flag'
      ? fc.boolean()
      : FILTER_OPERATORS[operator].takes === 'text'
        ? text
        : fc.oneof({ weight: 4, arbitrary: fitting }, { weight: 1, arbitrary: misfit })
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
