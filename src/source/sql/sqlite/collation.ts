import type { Column } from '../../catalog.ts'
import type { Run } from '../dialect.ts'

/**
 * The collations of a table's columns, which SQLite tells nowhere: each is asked whether `'a'` in its place equals `'A'`
 * (NOCASE) and `'a '` (RTRIM); https://sqlite.org/datatype3.html#collation. Both rules are all that these two know.
 */
export async function readSqliteCollations(
  table: string,
  columns: readonly string[],
  run: Run,
): Promise<readonly Pick<Column, 'collation'>[]> {
  const names = columns.map(quoted)
  const tests = names.flatMap(name => [`${name} = 'A'`, `${name} = 'a '`])
  const letters = names.map(() => "'a'")
  const none = `select ${names.join(', ')} from ${quoted(table)} where 0`
  const sql = `select ${tests.join(', ')} from (${none} union all select ${letters.join(', ')})`
  const [row = []] = columns.length > 0 ? (await run({ sql, parameters: [] })).rows : []
  return columns.map((_, at) => {
    const [ignoresCase, ignoresPadding] = [row[2 * at] === 1, row[2 * at + 1] === 1]
    if (!ignoresCase && !ignoresPadding) return {}
    const name = ignoresCase ? 'NOCASE' : 'RTRIM'
    return { collation: { name, ignoresCase, ignoresPadding, rulesCover: 'all' } }
  })
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
