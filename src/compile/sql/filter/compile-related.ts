import { isObject } from '../../../plan/is-object.ts'
import { isQuantifier, type Quantifier, type SqlFilter } from '../../../plan/sql/sql-filter.ts'
import { isFilterOperator } from '../../../schema/filter-operators.ts'
import { compileTerm } from '../compile-term.ts'
import { isTermName } from '../compile-terms.ts'
import { compileOperators } from './compile-comparison.ts'
import { compileFilterTemplate } from './compile-input-filter.ts'
import type { FilterContext } from './filter-context.ts'
import { relatedContext } from './related-context.ts'
import type { Relation } from './relation.ts'

/** Compiles the object that stands for a filter. */
type CompileFilter = (value: object, context: FilterContext) => SqlFilter

/**
 * Compiles what a `where` says of the rows behind a field: `{ some: … }` of a list, the filter of a single one. Undefined
 * where the value is compared with a column.
 */
export function compileRelated(
  name: string,
  value: unknown,
  context: FilterContext,
  compileFilter: CompileFilter,
): SqlFilter | undefined {
  const { report, argument } = context
  const relation = context.relations(context.returned, name, context.source)
  if (!relation) return undefined
  if (relation.kind === 'none') {
    if (!isObject(value) || Object.keys(value).every(isFilterOperator)) return undefined
    report(argument, `a filter can't go through ${name}: ${relation.message}`, relation.suggestion)
    return { kind: 'and', filters: [] }
  }
  const inside = relatedContext(context, relation)
  if (relation.list) return compileQuantifiers(name, value, relation, inside, compileFilter)
  if (isObject(value)) return related(relation, 'some', compileFilter(value, inside))
  const input = compileFilterTemplate(value, inside)
  if (input) return related(relation, 'some', input)
  if (relation.key !== undefined) return undefined
  if (value === null) return related(relation, 'none', EVERYTHING)
  report(
    argument,
    `${name} is a row of ${relation.type}, and no value.`,
    `Write ${name}: { id: "{$args.id}" }, or null.`,
  )
  return EVERYTHING
}

function compileQuantifiers(
  name: string,
  value: unknown,
  relation: Relation,
  context: FilterContext,
  compileFilter: CompileFilter,
): SqlFilter {
  const { report, argument } = context
  const entries = isObject(value) ? Object.entries(value) : []
  if (entries.length === 0) {
    report(argument, `${name} is a list of ${relation.type}.`, `Write ${name}: { some: { … } }, none or every.`)
    return EVERYTHING
  }
  const quantified = entries.filter(([key]) => isQuantifier(key))
  const filters = quantified.map(([quantifier, part]) => {
    const at = { ...context, argument: `${argument}.${quantifier}` }
    const filter = compilePart(part, at, compileFilter)
    if (filter) return related(relation, quantifier as Quantifier, filter)
    report(at.argument, `${quantifier} takes a filter.`, `Write ${quantifier}: { … }.`)
    return EVERYTHING
  })
  const computed = entries.filter(([key]) => key === WHERE || isTermName(key))
  for (const [key] of entries.filter(entry => !quantified.includes(entry) && !computed.includes(entry))) {
    const message = `"${key}" is no way to ask about a list of ${relation.type}.`
    report(`${argument}.${key}`, message, 'Write some, none or every, or what is computed, as count: { gte: 1 }.')
  }
  if (computed.length > 0) filters.push(compileAggregate(computed, relation, context, compileFilter))
  return filters.length === 1 && filters[0] ? filters[0] : { kind: 'and', filters }
}

/** `{ count: { gte: 3 }, sum: { amount: { gt: 100 } }, where: { … } }`: what is computed, and over which of the rows. */
function compileAggregate(
  entries: readonly (readonly [string, unknown])[],
  { to: relation, type }: Relation,
  context: FilterContext,
  compileFilter: CompileFilter,
): SqlFilter {
  const { report, argument } = context
  const known = entries.find(([key]) => key === WHERE)
  const at = { ...context, argument: `${argument}.${WHERE}` }
  const filter = known && compilePart(known[1], at, compileFilter)
  if (known && !filter) report(at.argument, 'where takes a filter.', 'Write where: { … }.')
  const written = entries
    .filter(([key]) => key !== WHERE)
    .flatMap(([key, part]) => compileTerm(context, key, part, `${argument}.${key}`))
  if (known && entries.length === 1)
    report(
      argument,
      `it is not said what is computed over these ${type} objects.`,
      'Write count: { gte: 1 } beside it.',
    )
  const conditions = written.map(({ id, operand, argument: place }) =>
    compileOperators({ column: id }, id, operand, { ...context, argument: place, columns: [] }),
  )
  const terms = new Map(written.map(({ id, term }) => [id, term]))
  return { kind: 'aggregate', relation, filter, terms, having: { kind: 'and', filters: conditions } }
}

/** An object, or an argument, that is a filter; undefined for what is none. */
function compilePart(part: unknown, context: FilterContext, compileFilter: CompileFilter): SqlFilter | undefined {
  return compileFilterTemplate(part, context) ?? (isObject(part) ? compileFilter(part, context) : undefined)
}

/** Which of the rows count. */
const WHERE = 'where'

const EVERYTHING: SqlFilter = { kind: 'and', filters: [] }

function related({ to }: Relation, quantifier: Quantifier, filter: SqlFilter): SqlFilter {
  return { kind: 'related', relation: to, quantifier, filter }
}
