import type { TableId } from '../catalog/table-id.ts'
import { type SqlText, sql } from '../statement/sql-text.ts'
import { LOOKED_FOR, ROWS, type SearchSyntax, type SearchText, type SelectSearch } from './search-syntax.ts'

/** What of a statement a search is. */
interface SearchTexts {
  /** Stands behind the rows. */
  readonly join: SqlText | undefined
  readonly test: SqlText | undefined
  readonly rank: SqlText
}

export function searchTexts(search: SelectSearch, rows: TableId, syntax: SearchSyntax): SearchTexts {
  const operand = syntax.operand(search)
  const write = (text: SearchText) =>
    sql.join(
      text.map(part => {
        if (part === LOOKED_FOR) return sql.val(operand)
        if (part === ROWS) return sql.id(...rows)
        return typeof part === 'string' ? sql.raw(part) : sql.id(part.name)
      }),
      sql.raw(''),
    )
  const { join, test, rank } = syntax
  return { join: join && write(join(search)), test: test && write(test(search)), rank: write(rank(search)) }
}
