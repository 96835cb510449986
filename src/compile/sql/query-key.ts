import { mentionsBatch } from '../template/mentions-batch.ts'
import { columnOf } from './column-of.ts'
import type { SqlContext } from './sql-context.ts'

/** The columns of a query's answer that hold the key that a row belongs to, in key order; reports every mistake in `by`. */
export function queryKey(context: SqlContext): readonly string[] {
  const { use, report, keys } = context
  const { by } = use.args
  const parts = keys?.of('batch') ?? []
  const [first, second] = parts
  if (!first) {
    if (by !== undefined && !mentionsBatch(use.args))
      report('by', 'by tells the rows of a batch apart, and there is no $batch.', 'Use {$batch.…}, or remove by.')
    return []
  }
  const example = second ? `by: { ${parts.map(({ name }) => `${name}: "…"`).join(', ')} }` : 'by: "…"'
  if (by === undefined || by === null) {
    report('query', '$batch needs by: the column that holds the key that a row belongs to.', `Add ${example}.`)
    return []
  }
  const columns: Readonly<Record<string, unknown>> = typeof by === 'object' ? { ...by } : { [first.name]: by }
  for (const name of Object.keys(columns))
    if (!parts.some(part => part.name === name))
      report(`by.${name}`, `there is no $batch.${name} here.`, `Use {$batch.${name}}, or remove it.`)
  return parts.map(({ name }) => {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined
    if (typeof column === 'string') return columnOf(context, column, typeof by === 'object' ? `by.${name}` : 'by')
    report('by', `by names no column for $batch.${name}.`, `Write ${example}.`)
    return name
  })
}
