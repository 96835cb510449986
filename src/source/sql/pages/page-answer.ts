import type { ConnectionAnswer } from '../../connection-answer.ts'
import { encodeCursor } from '../../cursor-text.ts'
import type { Row } from '../row/row-class.ts'
import type { ReadInput } from '../row/rows.ts'
import { writeCursorValue } from './cursor-value.ts'
import type { PageSelect } from './page-select.ts'
import type { Page } from './resolve-page.ts'

interface PageInput extends ReadInput {
  readonly page: Page
  readonly cut: Pick<PageSelect, 'before' | 'behind'>
  readonly hasCursors: boolean
  readonly read: (row: Row) => unknown
}

/** The page of one key, from the rows of its statement and of the one that counts. */
export function pageAnswer(rows: readonly Row[], totalCount: number, input: PageInput): ConnectionAnswer {
  const { page, cut, hasCursors, read } = input
  const found = rows.filter(row => isOfPart(0, row, input))
  const isThere = (part: number | undefined) => part !== undefined && rows.some(row => isOfPart(part, row, input))
  const hasMore = page.size !== undefined && found.length > page.size
  const shown = hasMore ? found.slice(0, page.size) : found
  if (page.backward) shown.reverse()
  const edges = shown.map(row => ({ node: read(row), cursor: hasCursors ? cursorOf(row, input) : undefined }))
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: (!page.backward && hasMore) || isThere(cut.behind),
      hasPreviousPage: (page.backward && hasMore) || isThere(cut.before),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  }
}

/** Without parts, all rows are of the page. */
export function isOfPart(part: number, row: Row, { cut }: Pick<PageInput, 'cut'>): boolean {
  if (cut.before === undefined && cut.behind === undefined) return part === 0
  return Number(row.at(-1)) === part
}

function cursorOf(row: Row, { page, columns }: PageInput): string {
  const values = page.order.map(({ column, known }) => writeCursorValue(row[columns.indexOf(column)] ?? null, known))
  return encodeCursor(page.fingerprint, values)
}
