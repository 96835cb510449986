import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import { compileStatement } from './compile-statement.ts'
import type { TableSettings } from './compile-table.ts'
import { queryKey } from './query-key.ts'
import type { SqlContext } from './sql-context.ts'
import { sqlBinding } from './sql-plan.ts'

/** Statements that answer rows, behind comments and parentheses. */
const READS = /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|values|table)\b/i

/** Compiles an `@sql(query: …)`; reports every mistake in it. */
export function compileQuery(
  context: SqlContext,
  table: TableSettings | undefined,
  settings: SqlSourceSettings,
): SqlBinding {
  const { use, report, keys } = context
  for (const argument of ['where', 'search', 'orderBy', 'limit', 'through'])
    if (use.args[argument] !== undefined)
      report(argument, `${argument} does not stand beside a query.`, 'Write it in the query.')
  if (!READS.test(String(use.args.query)))
    report(
      'query',
      'a query only reads.',
      'Begin it with SELECT or WITH; rows are changed by insert, update, upsert and delete.',
    )
  const text = compileStatement(context, 'query', 'list')
  const [parent] = keys?.of('this') ?? []
  if (parent) {
    const suggestion = `Write IN ({$batch.${parent.name}}) with by: the column that holds it.`
    report('query', '$this is not supported in a query, which runs once for all parents.', suggestion)
  }
  return sqlBinding(context, settings, {
    from: { kind: 'query', text },
    where: table?.where ?? [],
    keyColumns: queryKey(context),
  })
}
