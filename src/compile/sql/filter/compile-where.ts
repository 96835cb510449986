import { isObject } from '../../../plan/is-object.ts'
import type { SqlFilter } from '../../../plan/sql/sql-filter.ts'
import { compileValue, readTemplate } from '../../template/compile-template.ts'
import { columnOf } from '../column-of.ts'
import type { SqlContext } from '../sql-context.ts'
import { compileEntry } from './compile-filter.ts'
import { compileFilterTemplate } from './compile-input-filter.ts'
import type { AbsenceRule } from './filter-context.ts'

export interface CompiledWhere {
  /** ANDed. */
  readonly filters: readonly SqlFilter[]
  /** The columns that `$this` values are compared with, in key order. */
  readonly keyColumns: readonly string[]
}

/**
 * Compiles `where: { id: "{$args.id}", userId: "{$this.id}", age: { gte: 18 } }`: names become columns, `$this`
 * equalities become the key. Reports every mistake in it, and what the rule refuses.
 */
export function compileWhere(context: SqlContext, absence: AbsenceRule): CompiledWhere {
  const { where } = context.use.args
  if (where === undefined || where === null) return { filters: [], keyColumns: [] }
  const input = compileFilterTemplate(where, { ...context, absence, argument: 'where', negated: false })
  if (input) return { filters: [input], keyColumns: [] }
  if (typeof where !== 'object' || Array.isArray(where)) {
    context.report('where', 'where is an object of names and values.', 'Write where: { id: "{$args.id}" }.')
    return { filters: [], keyColumns: [] }
  }
  const filters: SqlFilter[] = []
  const keyColumns: string[] = []
  for (const [name, value] of Object.entries(where)) {
    const parent = parentValue(value, context)
    if (parent === undefined) {
      filters.push(compileEntry(name, value, { ...context, absence, argument: `where.${name}`, negated: false }))
      continue
    }
    const argument = `where.${name}`
    compileValue(parent, { argument, required: true, takes: 'scalar' }, context)
    const column = columnOf(context, name, argument)
    context.columns.push({ column, argument, compared: true })
    keyColumns.push(column)
  }
  return { filters, keyColumns }
}

/** A value that is exactly one `{$this.name}`, also as `{ eq: "{$this.name}" }`: it batches by itself. */
function parentValue(value: unknown, context: SqlContext): string | undefined {
  if (isObject(value)) {
    const [[operator, operand] = [], more] = Object.entries(value)
    return operator === 'eq' && more === undefined && typeof operand === 'string'
      ? parentValue(operand, context)
      : undefined
  }
  if (typeof value !== 'string' || !context.keys) return undefined
  const [only, more] = readTemplate(value, '', () => undefined) ?? []
  const isWhole = typeof only === 'object' && more === undefined && only.root === 'this'
  return isWhole && !('fallback' in only) && !('join' in only) ? value : undefined
}
