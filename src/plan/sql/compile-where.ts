import { couldBeAbsent } from '../argument-type.ts'
import type { BindingSite } from '../binding-site.ts'
import { compileValue, readTemplate } from '../compile-template.ts'
import { printPath } from '../path.ts'
import type { Expression, ValueTemplate } from '../template.ts'
import { columnOf } from './column-of.ts'
import type { SqlCondition } from './sql-binding.ts'

export interface CompiledWhere {
  readonly conditions: readonly SqlCondition[]
  /** The columns that `$this` values are compared with, in key order. */
  readonly keyColumns: readonly string[]
}

/**
 * Compiles `where: { id: "{$args.id}", userId: "{$this.id}" }`: names become columns, `$this` equalities become the key.
 * For a single row no condition may be one that a valid request leaves out: it would choose another row.
 */
export function compileWhere(site: BindingSite, singleRow: boolean): CompiledWhere {
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
    if (isParentValue(value, site)) {
      compileValue(value, { argument, required: true, takes: 'scalar' }, site)
      keyColumns.push(column)
      continue
    }
    const condition = compileCondition(site, value, argument)
    if (singleRow) refuseAbsent(site, condition, argument)
    conditions.push({ column, value: condition })
  }
  return { conditions, keyColumns }
}

/** Whether the value is exactly one `{$this.name}`, which batches by itself. */
function isParentValue(value: unknown, { keys }: BindingSite): boolean {
  if (typeof value !== 'string' || !keys) return false
  const [only, more] = readTemplate(value, '', () => undefined) ?? []
  return (
    typeof only === 'object' && more === undefined && only.root === 'this' && !('fallback' in only) && !('join' in only)
  )
}

function compileCondition(site: BindingSite, value: unknown, argument: string): ValueTemplate {
  if (!isConditionValue(value))
    site.report(argument, 'operators are not supported.', 'Write a value, a list of values, or null.')
  const known = site.keys?.list().length ?? 0
  const compiled = compileValue(value, { argument, required: true, takes: 'list' }, site)
  const [added] = site.keys?.list().slice(known) ?? []
  if (added) {
    const batched = site.keys?.of('batch').includes(added)
    const message = batched ? '$batch stands only in a query.' : '$this stands here only as the whole value.'
    site.report(argument, message, `Write {$this.${added.name}} by itself: a where batches by itself.`)
  }
  return compiled
}

function isConditionValue(value: unknown): boolean {
  const items = Array.isArray(value) ? value : [value]
  return items.every(item => typeof item !== 'object' || item === null)
}

function refuseAbsent(site: BindingSite, condition: ValueTemplate, argument: string): void {
  const optional = expressionsOf(condition).find(expression => couldBeAbsent(expression, site.args ?? []))
  if (optional?.from.root !== 'args') return
  const written = `$args.${printPath(optional.from.path)}`
  site.report(
    argument,
    `${written} may be left out, and without this condition another row is found.`,
    `Make it non-null, or give it a default: {${written} ?? 0}.`,
  )
}

/** Those without which the condition goes; an item of a list may be absent. */
function expressionsOf(value: ValueTemplate): Expression[] {
  return value.kind === 'template' ? value.template.filter(part => typeof part !== 'string') : []
}
