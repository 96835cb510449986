import type { BindingSite } from '../binding-site.ts'
import { compileValue, couldBeAbsent, readTemplate } from '../compile-template.ts'
import type { Expression, ValueTemplate } from '../template.ts'
import { columnOf } from './column-of.ts'
import type { SqlCondition } from './sql-binding.ts'

export interface CompiledWhere {
  readonly conditions: readonly SqlCondition[]
  /** The columns that `$this` values are compared with, in key order. */
  readonly keyColumns: readonly string[]
}

/** Compiles `where: { id: "{$args.id}", userId: "{$this.id}" }`: names become columns, `$this` equalities become the key. */
export function compileWhere(site: BindingSite): CompiledWhere {
  const { where } = site.use.args
  if (where === undefined || where === null) return { conditions: [], keyColumns: [] }
  if (typeof where !== 'object' || Array.isArray(where)) {
    site.report('where', 'where is an object of names and values.', 'Write where: { id: "{$args.id}" }.')
    return { conditions: [], keyColumns: [] }
  }
  const conditions: SqlCondition[] = []
  const keyColumns: string[] = []
  for (const [name, value] of Object.entries(where)) {
    const argument = `where.${name}`
    const column = columnOf(site, name, argument)
    if (readsParent(site, value, argument)) {
      compileValue(value, { argument, required: true }, site)
      keyColumns.push(column)
    } else conditions.push({ column, value: compileCondition(site, value, argument) })
  }
  return { conditions, keyColumns }
}

/** Refuses every condition that a valid request could leave out: on a single row it would choose another row. */
export function refuseAbsent(site: BindingSite, conditions: readonly SqlCondition[]): void {
  const args = site.args ?? []
  for (const { column, value } of conditions) {
    const optional = expressionsOf(value).find(expression => couldBeAbsent(expression, args))
    if (optional)
      site.report(
        'where',
        `the condition on "${column}" could be absent, and this field answers a single row.`,
        'Make the argument non-null, or give a default: {$args.name ?? 0}.',
      )
  }
}

function compileCondition(site: BindingSite, value: unknown, argument: string): ValueTemplate {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    site.report(argument, 'operators are not supported.', 'Write a value, a list of values, or null.')
  const keysBefore = site.keys?.list().length ?? 0
  const compiled = compileValue(value, { argument, required: true }, site)
  if ((site.keys?.list().length ?? 0) > keysBefore)
    site.report(
      argument,
      '$this stands only by itself, as the whole value of a condition.',
      'Write where: { column: "{$this.name}" }.',
    )
  return compiled
}

/** Whether the value is exactly one `{$this.name}`, which batches by itself; reports a `$batch`. */
function readsParent(site: BindingSite, value: unknown, argument: string): boolean {
  if (typeof value !== 'string' || !site.keys) return false
  const raw = readTemplate(value, argument, () => undefined) ?? []
  if (raw.some(part => typeof part !== 'string' && part.root === 'batch'))
    site.report(argument, '$batch stands only in query.', 'Write {$this.…}: a where batches by itself.')
  const [only] = raw
  return (
    raw.length === 1 && typeof only === 'object' && only.root === 'this' && !('fallback' in only) && !('join' in only)
  )
}

function expressionsOf(value: ValueTemplate): Expression[] {
  if (value.kind === 'template') return value.template.filter(part => typeof part !== 'string')
  if (value.kind === 'list') return []
  return value.kind === 'object' ? value.fields.flatMap(([, field]) => expressionsOf(field)) : []
}
