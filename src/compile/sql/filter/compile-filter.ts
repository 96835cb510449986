import type { SqlFilter } from '../../../plan/sql/sql-filter.ts'
import { compileComparison } from './compile-comparison.ts'
import { compileFilterTemplate } from './compile-input-filter.ts'
import { compileRelated } from './compile-related.ts'
import type { FilterContext } from './filter-context.ts'

/** Compiles `{ name: value, … }`, all of it ANDed. */
function compileFilter(value: unknown, context: FilterContext): SqlFilter {
  const { report, argument } = context
  const input = compileFilterTemplate(value, context)
  if (input) return input
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(argument, 'a filter is an object of names and values.', 'Write { name: "{$args.name}" }.')
    return { kind: 'and', filters: [] }
  }
  const entries = Object.entries(value)
  if (entries.length === 0) report(argument, 'there is no condition here.', 'Give it one, or remove it.')
  return allOf(entries, context)
}

function allOf(entries: readonly (readonly [string, unknown])[], context: FilterContext): SqlFilter {
  const filters = entries.map(([name, part]) =>
    compileEntry(name, part, { ...context, argument: `${context.argument}.${name}` }),
  )
  const [only] = filters
  return only && filters.length === 1 ? only : { kind: 'and', filters }
}

/** Compiles one `name: value` of a filter: `and`, `or` and `not`, or a column and what it is compared with. */
export function compileEntry(name: string, value: unknown, context: FilterContext): SqlFilter {
  if (name === 'and' || name === 'or') return compileCombination(name, value, context)
  if (name === 'not') return { kind: 'not', filter: compileFilter(value, { ...context, negated: !context.negated }) }
  const compileObject = (object: object, inside: FilterContext) => allOf(Object.entries(object), inside)
  return compileRelated(name, value, context, compileObject) ?? compileComparison(name, value, context)
}

function compileCombination(kind: 'and' | 'or', value: unknown, context: FilterContext): SqlFilter {
  const { report, argument } = context
  if (!Array.isArray(value)) {
    report(argument, `${kind} takes a list of filters.`, `Write ${kind}: [{ a: 1 }, { b: 2 }].`)
    return { kind, filters: [] }
  }
  if (value.length === 0)
    report(argument, `${kind} without a filter is always ${kind === 'and'}.`, 'Give it filters, or remove it.')
  return {
    kind,
    filters: value.map((item, index) => compileFilter(item, { ...context, argument: `${argument}.${index}` })),
  }
}
