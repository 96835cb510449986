import type { DatabaseKind } from '../../../plan/sql/database-kind.ts'
import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { SqlSearchIndex } from '../../../plan/sql/sql-search.ts'
import { suggestOrList } from '../../../schema/suggest.ts'
import type { Catalog, Table } from '../../../source/catalog.ts'

interface SearchProblem {
  readonly message: string
  readonly suggestion: string
}

/** What a database lacks for a search of its table; columns that are not there have been told. */
export function checkSearch(
  { search }: SqlBinding,
  table: Table,
  catalog: Catalog,
  database: DatabaseKind | undefined,
): readonly SearchProblem[] {
  if (!search || !database || !search.columns.every(name => table.columns.has(name))) return []
  return CHECKS[database](search, table, catalog)
}

const CHECKS: Readonly<
  Record<DatabaseKind, (search: SqlSearchIndex, table: Table, catalog: Catalog) => readonly SearchProblem[]>
> = { MySQL: checkMysql, PostgreSQL: checkPostgres, SQLite: checkSqlite }

/** MATCH takes the columns of one index, all of them (MySQL, "Full-Text Restrictions"). */
function checkMysql({ columns }: SqlSearchIndex, { name, fullText }: Table): readonly SearchProblem[] {
  const wanted = [...columns].sort().join('\n')
  if (!fullText || fullText.some(each => [...each].sort().join('\n') === wanted)) return []
  const [known] = fullText
  const make = `Make one: CREATE FULLTEXT INDEX … ON ${name} (${columns.join(', ')})`
  return [
    {
      message: `the table "${name}" has no full-text index on (${columns.join(', ')}) and nothing else.`,
      suggestion: known ? `${make}; there is one on (${known.join(', ')}).` : `${make}.`,
    },
  ]
}

function checkPostgres({ columns, index }: SqlSearchIndex, table: Table): readonly SearchProblem[] {
  if (index !== undefined) {
    const column = table.columns.get(index)
    if (!column || column.searched) return []
    return [
      {
        message: `the column "${index}" is no tsvector.`,
        suggestion: 'Name one that is, or leave index out: the columns themselves are searched then.',
      },
    ]
  }
  const other = columns.find(name => table.columns.get(name)?.kind !== 'text' || table.columns.get(name)?.typed)
  if (other === undefined) return []
  return [{ message: `the column "${other}" holds no text to search.`, suggestion: 'Name columns of text.' }]
}

function checkSqlite({ columns, index = '' }: SqlSearchIndex, _: Table, { tables }: Catalog): readonly SearchProblem[] {
  const found = tables.get(index)
  if (!found)
    return [
      {
        message: `the database has no table "${index}" to search in.`,
        suggestion: `Make one: CREATE VIRTUAL TABLE "${index}" USING fts5(${columns.join(', ')}, content=…).`,
      },
    ]
  if (!found.fullText)
    return [
      {
        message: `the table "${index}" is none of FTS5.`,
        suggestion: suggestOrList(
          index,
          [...tables.values()].flatMap(({ name, fullText }) => (fullText ? [name] : [])),
          'tables of FTS5',
        ),
      },
    ]
  const missing = columns.find(name => !found.columns.has(name))
  if (missing === undefined) return []
  return [
    {
      message: `the table "${index}" has no column "${missing}" to search in.`,
      suggestion: suggestOrList(missing, found.columns.keys(), 'columns'),
    },
  ]
}
