import { isObject } from '../../plan/is-object.ts'
import { databaseKind } from '../../plan/sql/database-kind.ts'
import type { SqlSearchIndex } from '../../plan/sql/sql-search.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import { columnOf } from './column-of.ts'
import type { SqlContext } from './sql-context.ts'

const OPTIONS = ['columns', 'config', 'index'] as const
export const SEARCH_EXAMPLE = 'Write search: { columns: ["title", "body"] }.'

/** A name of PostgreSQL's that needs no quotes, which stands in statements: an index is on an expression with it. */
const CONFIG = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?$/

/** Compiles the `search` of an `@sql` on a type: what a search of its rows goes through. */
export function compileSearchIndex(
  context: SqlContext,
  { url }: Pick<SqlSourceSettings, 'url'>,
): SqlSearchIndex | undefined {
  const { use, report } = context
  const { search } = use.args
  if (search === undefined || search === null) return undefined
  if (!isObject(search)) {
    report('search', 'the search of a type says which columns are searched.', SEARCH_EXAMPLE)
    return undefined
  }
  for (const name of Object.keys(search))
    if (!OPTIONS.some(option => option === name))
      report(`search.${name}`, `a search has no "${name}".`, suggestOrList(name, OPTIONS, 'options'))
  const columns = [search.columns].flat().filter(name => typeof name === 'string' && name !== '')
  if (columns.length === 0 || columns.length < [search.columns].flat().length)
    report('search', 'a search names the columns whose texts it goes through.', SEARCH_EXAMPLE)
  const config = textOf(context, search, 'config')
  if (config !== undefined && !CONFIG.test(config))
    report('search.config', `"${config}" is no name of a text search configuration.`, 'Write config: "english".')
  const index = textOf(context, search, 'index')
  const kind = databaseKind(url)
  if (kind === 'PostgreSQL' && config === undefined)
    report('search', 'PostgreSQL searches texts of a language.', 'Say which: config: "english", or "simple" for none.')
  if (kind === 'SQLite' && index === undefined)
    report(
      'search',
      'SQLite searches a table of FTS5.',
      'Name the one that has the texts of these rows: index: "posts_fts".',
    )
  if (kind === 'PostgreSQL' && index !== undefined) context.columns.push({ column: index, argument: 'search.index' })
  return {
    columns: columns.map((name, at) => columnOf(context, String(name), `search.columns.${at}`)),
    config,
    index,
  }
}

function textOf(
  { report }: SqlContext,
  search: Readonly<Record<string, unknown>>,
  name: 'config' | 'index',
): string | undefined {
  const { [name]: value } = search
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value === '') report(`search.${name}`, `${name} is a name.`, `Write ${name}: "…".`)
  return String(value)
}
