import type { SqlContext } from '../sql-context.ts'
import type { Relation } from './relation.ts'

/** The same context, with the names of the related type. */
export function relatedContext<Context extends SqlContext>(context: Context, { type, to }: Relation): Context {
  return { ...context, returned: type, relatedTable: to.table }
}
