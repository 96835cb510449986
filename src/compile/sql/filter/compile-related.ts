import { isObject } from '../../../plan/is-object.ts'
import { isQuantifier, type SqlFilter } from '../../../plan/sql/sql-filter.ts'
import { isFilterOperator } from '../../../schema/filter-operators.ts'
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
  const filters = entries.map(([quantifier, part]) => {
    const at = { ...context, argument: `${argument}.${quantifier}` }
    if (!isQuantifier(quantifier)) {
      const message = `"${quantifier}" is no way to ask about a list of ${relation.type}.`
      report(at.argument, message, 'Write some, none or every.')
      return EVERYTHING
    }
    const input = compileFilterTemplate(part, at)
    if (input) return related(relation, quantifier, input)
    if (isObject(part)) return related(relation, quantifier, compileFilter(part, at))
    report(at.argument, `${quantifier} takes a filter.`, `Write ${quantifier}: { … }.`)
    return EVERYTHING
  })
  return { kind: 'and', filters }
}

const EVERYTHING: SqlFilter = { kind: 'and', filters: [] }

function related({ to }: Relation, quantifier: 'some' | 'none' | 'every', filter: SqlFilter): SqlFilter {
  return { kind: 'related', relation: to, quantifier, filter }
}
