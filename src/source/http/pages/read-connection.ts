import { evaluateValue } from '../../../plan/evaluate.ts'
import type { HttpBinding } from '../../../plan/http/http-binding.ts'
import type { HttpConnection } from '../../../plan/http/http-pages.ts'
import { NOBODY } from '../../../plan/nobody.ts'
import type { ConnectionAnswer } from '../../connection-answer.ts'
import { emptyPage } from '../../empty-page.ts'
import type { NoAnswer } from '../../empty-slot.ts'
import { type PageProjection, pageProjection } from '../../page-projection.ts'
import { SourceError } from '../../source-error.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { firstPosition, type PagePosition, positionBehind, tellsEnd } from './page-position.ts'
import { listFingerprint, positionCursor, readPositionCursor } from './position-cursor.ts'
import { type PagesInput, readPages, refuseTooMany } from './read-pages.ts'

interface Wanted {
  /** Most objects; undefined for all that there are. */
  readonly first: number | undefined
  readonly after: PagePosition | undefined
  readonly projection: PageProjection
  readonly fingerprint: string
}

interface Found {
  readonly edges: { node: unknown; cursor: string | undefined }[]
  hasNext: boolean
  total: number | null
}

/** A page for the client, from as many of the upstream's as it takes; a NoAnswer where a 404 is null. Throws SourceError and PositionError. */
export async function readConnection(
  input: PagesInput,
  connection: HttpConnection,
  { args, projection: asked }: SourcePlan<HttpBinding>,
): Promise<ConnectionAnswer | NoAnswer> {
  const { binding, pages } = input
  const projection = pageProjection(asked)
  if (!projection.hasRows && !projection.totalCount) return emptyPage()
  const fingerprint = listFingerprint(binding.coordinate, pages)
  const scope = { args, key: [], batch: [], client: NOBODY }
  const first = readFirst(input, connection.first && evaluateValue(connection.first, scope))
  const after = readAfter(input, fingerprint, connection.after && evaluateValue(connection.after, scope))
  const wanted = { first: projection.hasRows ? first : 0, after, projection, fingerprint }
  const found: Found = { edges: [], hasNext: false, total: null }
  const missing = await readPages(input, startOf(input, wanted), read => takePage(input, wanted, found, read))
  if (missing) return missing
  if (wanted.first !== 0 && found.edges.length === 0) input.onEmpty()
  return answerOf(found, wanted)
}

/** Adds what of a page is wanted; answers whether another one is needed. */
function takePage(
  input: PagesInput,
  { first, projection, fingerprint }: Wanted,
  found: Found,
  { page, position, next }: Parameters<Parameters<typeof readPages>[2]>[0],
): boolean {
  const { pages } = input
  found.total = page.total ?? found.total
  for (let index = position.skip; index < page.items.length; index++) {
    if (found.edges.length === first) {
      found.hasNext = true
      return false
    }
    const behind = () => positionCursor(fingerprint, positionBehind(pages, position, page, index, next))
    found.edges.push({ node: page.items[index], cursor: projection.hasCursors ? behind() : undefined })
    refuseTooMany(input, found.edges.length)
  }
  if (found.edges.length !== first) return true
  // There is no more to show: only whether there is more is asked.
  if (!tellsEnd(pages, page)) return projection.hasNextPage
  found.hasNext = next !== undefined
  return false
}

/** An item more tells by itself whether there is a page behind, where going on from any item is possible. */
function startOf({ pages }: PagesInput, { first, after, projection }: Wanted): PagePosition {
  const { style, hasMore, total } = pages
  const isFree = style.kind === 'offset' || style.kind === 'item'
  const more = isFree && projection.hasNextPage && !hasMore && !total ? 1 : 0
  const start = firstPosition(pages, first === undefined ? undefined : first + more)
  return after ? { ...after, size: after.size ?? start.size } : start
}

function answerOf({ edges, hasNext, total }: Found, { after }: Wanted): ConnectionAnswer {
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: hasNext,
      // What the cursor is of was there.
      hasPreviousPage: after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: total,
  }
}

function readFirst({ binding, pages: { maxItems } }: PagesInput, value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && value >= 0 && value <= maxItems) return value
  throw badUserInput(binding, `"first" must be a whole number from 0 to ${maxItems}.`)
}

function readAfter({ binding, pages }: PagesInput, fingerprint: string, value: unknown): PagePosition | undefined {
  if (value === undefined || value === null) return undefined
  const position = readPositionCursor(fingerprint, pages, String(value))
  if (!position) throw badUserInput(binding, '"after" is no cursor of this list.')
  return position
}

function badUserInput({ source }: HttpBinding, message: string): SourceError {
  return new SourceError(message, { code: 'BAD_USER_INPUT', source })
}
