import type { LiteralObject } from '../../sdl/sdl.ts'
import type { Operation, Parameter } from '../document/operation.ts'
import { shownProperties } from '../draft/object-draft.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { ObjectView } from '../schema/schema-view.ts'
import { type Content, listContent } from './envelope.ts'
import {
  backwardParameters,
  isToken,
  type PositionParameter,
  positionParameters,
  type SizeParameter,
  sizeParameter,
} from './page-parameters.ts'
import { type PageValues, pageValues } from './page-values.ts'

/** A list that an API gives in pages, with what its binding says of them. */
export interface PagedList {
  readonly content: Content
  readonly item: ObjectView
  /** The `pages` of the binding. */
  readonly pages: LiteralObject
  /** The parameters that are sent by it. */
  readonly sent: ReadonlySet<Parameter>
  /** How many objects a page has unless said. */
  readonly size: number
  /** Whether the answer has nothing but the list and what tells of the page. */
  readonly isOnlyPage: boolean
  /** The property that counts something, and nobody knows what. */
  readonly lost: string | undefined
}

/** Objects of a page unless the document says it. */
const DEFAULT_SIZE = 20

/** The lists that clients are given as connections: those whose answers are pages and nothing else. */
export function findConnections(operations: readonly Operation[], reader: SchemaReader): Map<Operation, PagedList> {
  const found = operations.flatMap((operation): [Operation, PagedList][] => {
    const list = findPages(operation, reader)
    const isConnection = list?.isOnlyPage && shownProperties(list.item, 'type', reader).length > 0
    return isConnection ? [[operation, list]] : []
  })
  // All connections of a type are one: it has a `totalCount` where each of them can tell it.
  const uncounted = new Set(found.filter(([, { pages }]) => !('total' in pages)).map(([, { item }]) => item.id))
  return new Map(found.map(([operation, list]) => [operation, uncounted.has(list.item.id) ? withoutTotal(list) : list]))
}

function withoutTotal(list: PagedList): PagedList {
  const { total: _, ...pages } = list.pages
  return { ...list, pages }
}

/** The pages of a list, where its parameters and its answer leave no doubt of how the next one is asked for. */
export function findPages(operation: Operation, reader: SchemaReader): PagedList | undefined {
  const { method, answer } = operation
  const content = method === 'GET' && answer.kind === 'json' ? listContent(answer.schema, reader) : undefined
  const list = content && reader.read(content.schema)
  const item = list?.kind === 'list' ? reader.read(list.items) : undefined
  if (answer.kind !== 'json' || !content || item?.kind !== 'object' || item.nullable) return undefined
  const positions = positionParameters(operation, reader)
  const isCounted = positions.some(({ kind }) => kind !== 'cursor')
  const values = pageValues(answer.schema, content.path, reader, positions[0]?.parameter.name, isCounted)
  // A cursor goes before a number that is there as well.
  const [found] = positions.flatMap(each => {
    // Beside a number, a URL leads on by that: by the cursor only where the API alone can tell it.
    const mayBeInURL = !isCounted || each.kind !== 'cursor' || isToken(each.parameter)
    const style = styleOf(each, { ...values, url: mayBeInURL ? values.url : undefined }, item, answer.headers)
    return style ? [{ style, position: each }] : []
  })
  if (!found) return undefined
  const { style, position } = found
  const size = sizeParameter(operation, reader)
  const backwards = position.kind === 'cursor' ? backwardParameters(operation, reader) : []
  return {
    content,
    item,
    pages: { ...style, ...sizeOptions(size), ...placeOptions(values, answer.headers) },
    sent: new Set([...positions.map(({ parameter }) => parameter), ...(size ? [size.parameter] : []), ...backwards]),
    size: Math.min(size?.fallback ?? DEFAULT_SIZE, size?.max ?? DEFAULT_SIZE),
    isOnlyPage: values.isOnlyPage,
    lost: values.lost,
  }
}

function styleOf(
  position: PositionParameter,
  { cursor, url, hasMore }: PageValues,
  { properties, required }: ObjectView,
  headers: readonly string[],
): LiteralObject | undefined {
  const { name } = position.parameter
  if (position.kind === 'page') return { page: name, ...(position.start === 1 ? {} : { start: position.start }) }
  if (position.kind === 'offset') return { offset: name }
  if (cursor !== undefined) return { cursor: name, from: cursor }
  if (url !== undefined) return { cursor: name, next: url }
  if (headers.includes('link')) return { cursor: name, link: true }
  // A document may require nothing at all.
  const hasId = properties.has('id') && (required.has('id') || required.size === 0)
  const said = position.parameter.description ?? ''
  // Where an answer tells no cursor, what stands behind `after` can only be an item's.
  const takesId = /^(?:starting.?)?after(?:.?id)?$/i.test(name)
    ? !/\b(?:date|time|timestamp)\b/i.test(said)
    : /\bids?\b/i.test(said)
  return hasMore !== undefined && hasId && takesId ? { cursor: name, item: 'id' } : undefined
}

function sizeOptions(size: SizeParameter | undefined): LiteralObject {
  return size ? { size: size.parameter.name, ...(size.max === undefined ? {} : { max: size.max }) } : {}
}

/** Headers that say how many objects there are on all pages. */
const TOTALS = [
  'x-total-count',
  'x-total',
  'x-pagination-total-count',
  'x-pagination-total',
  'total-count',
  'x-wp-total',
]

function placeOptions({ hasMore, total }: PageValues, headers: readonly string[]): LiteralObject {
  const header = TOTALS.find(name => headers.includes(name))
  const place = total ?? (header === undefined ? undefined : `$response.headers.${header}?`)
  return { ...(hasMore === undefined ? {} : { hasMore }), ...(place === undefined ? {} : { total: place }) }
}
