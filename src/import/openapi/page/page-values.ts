import { asOptional, type Path, printPath, propertyPath } from '../../../plan/path.ts'
import { wordsOfProperty } from '../../name/property-name.ts'
import type { Located } from '../document/documents.ts'
import { shownProperties } from '../draft/object-draft.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import { isAlwaysThere, type ObjectView, type ScalarView } from '../schema/schema-view.ts'
import { isFailure, isPagePart } from './envelope.ts'
import { isCount } from './page-parameters.ts'

/** What an answer tells beside its list: where, and what it is called. */
export interface PageValues {
  /** The text that leads to the next page. */
  readonly cursor: string | undefined
  /** The URL of the next page. */
  readonly url: string | undefined
  readonly hasMore: string | undefined
  readonly total: string | undefined
  /** A count of all items or of those on the page: nothing says which. */
  readonly lost: string | undefined
  /** Whether nothing is told but what a page is. */
  readonly isOnlyPage: boolean
}

interface Value {
  readonly path: string
  /** The path with a `?` behind what the document does not require. */
  readonly lenient: string
  readonly words: string
  /** The words of the object that it stands in; none at the top. */
  readonly parent: string
  readonly view: ScalarView
}

/** Objects that tell of the page. */
const PARTS = new Set([
  ...['meta', 'metadata', 'pagination', 'paging', 'page', 'pages', 'page info', 'links', 'cursor', 'cursors'],
  ...[
    'response metadata',
    'jsonapi',
    'pageable',
    'sort',
    'next page',
    'next',
    'prev',
    'previous',
    'first',
    'last',
    'self',
  ],
])
const CURSORS = new Set([
  ...['next cursor', 'next page token', 'next token', 'next page cursor', 'next continuation token', 'next marker'],
  ...['continuation token', 'next pagination token', 'end cursor', 'last id'],
])
const URLS = new Set([
  'next url',
  'next link',
  'next page url',
  'next page link',
  'next href',
  'odata next link',
  'next page uri',
  'next uri',
])
const MORE = new Set([
  'more',
  'has more',
  'has next',
  'has next page',
  'has more pages',
  'has more items',
  'has more results',
])
const TOTALS = new Set([
  ...['total', 'total count', 'total items', 'total results', 'total elements', 'total records', 'total size'],
  ...['total entries', 'total rows', 'total docs', 'item count', 'total hits'],
])
/** What else tells of the page, or of the answer itself. */
const REST = new Set([
  ...['count', 'page', 'page number', 'page size', 'per page', 'page count', 'page index', 'current page', 'last page'],
  ...['total pages', 'next page', 'prev page', 'previous page', 'next', 'prev', 'previous', 'first', 'last', 'self'],
  ...['limit', 'offset', 'size', 'skip', 'take', 'cursor', 'before', 'after', 'start cursor', 'previous cursor'],
  ...['prev cursor', 'first id', 'prev url', 'previous url', 'has previous', 'has prev', 'has previous page', 'object'],
  ...['from', 'to', 'url', 'href', 'path', 'number of elements', 'items per page', 'first page url', 'last page url'],
  ...[
    'previous page token',
    'prev page token',
    'start index',
    'odata context',
    'uri',
    'first page uri',
    'last page uri',
  ],
  ...[
    'totalitems',
    'itemsperpage',
    'has prev page',
    'paging counter',
    'pages',
    'number',
    'empty',
    'paged',
    'unpaged',
    'sorted',
    'unsorted',
    'sort key',
    'sort direction',
    'sort by',
  ],
  ...[
    'sort order',
    'order by',
    'order direction',
    'previous page uri',
    'api version',
    'kind',
    'self link',
    'resource version',
    'remaining item count',
  ],
])

/** What tells of the call. */
const CALL = new Set([
  ...['success', 'is success', 'succeeded', 'ok', 'code', 'status', 'status code', 'message', 'msg', 'timestamp'],
  ...['error', 'error code', 'error message', 'request id', 'trace id', 'correlation id', 'statuscode'],
])

/** What says of a page where it is, so that a `count` beside it may be that of the page. */
const ECHOES = new Set(['page', 'limit', 'offset', 'skip', 'page size', 'per page', 'size', 'take', 'current page'])

/**
 * Reads what an answer tells of its page. `list` is where the list is, `parameter` what takes the next position,
 * and `isCounted` says whether that may be a number.
 */
export function pageValues(
  schema: Located,
  list: Path,
  reader: SchemaReader,
  parameter: string | undefined,
  isCounted: boolean,
): PageValues {
  const values: Value[] = []
  const view = reader.read(schema)
  const isOnlyPage = view.kind !== 'object' || collect(view, { list, path: [], lenient: [] }, reader, values)
  const url = only(values, isURL)
  const parent = url?.parent
  const own = wordsOfProperty(parameter ?? '').join(' ')
  const total = only(values, ({ words, view }) => isCount(view) && TOTALS.has(words))
  const count = only(values, ({ words, view }) => isCount(view) && words === 'count')
  // Beside the URL of the next page, or a list and nothing else, a `count` is that of the whole list.
  const isTotal =
    count?.parent === parent || (isCounted && count?.parent === '' && !values.some(({ words }) => ECHOES.has(words)))
  return {
    url: url?.path,
    // An answer may call the next position what the parameter is called.
    cursor: (only(values, isCursor) ?? only(values, value => value.words === own && isPosition(value)))?.path,
    hasMore: only(values, ({ words, view: { type } }) => type === 'boolean' && MORE.has(words))?.lenient,
    total: (total ?? (isTotal ? count : undefined))?.lenient,
    lost: total || isTotal ? undefined : count?.path,
    isOnlyPage,
  }
}

interface Where {
  /** Where the list is, from here; empty where it is elsewhere. */
  readonly list: Path
  readonly path: Path
  readonly lenient: Path
}

/** Adds the values of an object and of those in it; answers whether all of them tell of the page. */
function collect(object: ObjectView, { list, path, lenient }: Where, reader: SchemaReader, found: Value[]): boolean {
  // Links have names of their own.
  const last = path.at(-1)
  let isOnlyPage = object.isOpen !== true || (last?.kind === 'property' && /^_?links$/.test(last.name))
  for (const [property, , view] of shownProperties(object, 'type', reader)) {
    const [step, ...rest] = list
    const isOnWay = step?.kind === 'property' && step.name === property
    // Errors are no data: a page that has them is a failure.
    if ((isOnWay && rest.length === 0) || isFailure(object, property)) continue
    const words = wordsOfProperty(property).join(' ')
    const isCertain = isAlwaysThere(object, property) && !view.nullable
    const inner = {
      list: isOnWay ? rest : [],
      path: [...path, ...propertyPath(property)],
      lenient: [...lenient, ...(isCertain ? propertyPath(property) : asOptional(propertyPath(property)))],
    }
    if (view.kind === 'object' && (isOnWay || PARTS.has(words)) && path.length < 3)
      isOnlyPage = collect(view, inner, reader, found) && isOnlyPage
    else if (view.kind === 'list' && isPagePart(property)) continue
    else if (CALL.has(words) && (view.kind === 'scalar' || view.kind === 'enum')) continue
    else if (view.kind === 'enum' && (view.values.length === 1 || REST.has(words))) continue
    else if (view.kind === 'scalar') {
      const parent = wordsOfProperty(last?.kind === 'property' ? last.name : '').join(' ')
      const value = { path: printPath(inner.path), lenient: printPath(inner.lenient), words, parent, view }
      found.push(value)
      isOnlyPage &&= tellsOfPage(value)
    } else isOnlyPage = false
  }
  return isOnlyPage
}

function tellsOfPage(value: Value): boolean {
  return (
    isURL(value) || isCursor(value) || [MORE, TOTALS, REST].some(names => names.has(value.words)) || isPosition(value)
  )
}

/** The one value that fits; where several do, none is certain. */
function only(values: readonly Value[], fits: (value: Value) => boolean): Value | undefined {
  const [first, another] = values.filter(fits)
  return another ? undefined : first
}

function isURL({ words, parent, view }: Value): boolean {
  if (view.type !== 'string') return false
  if (words === 'next') return /^ur[il]/.test(view.format) || parent === 'links'
  const isNext = parent === 'next' || parent === 'next page'
  return URLS.has(words) || (isNext && (words === 'href' || words === 'url' || words === 'uri'))
}

function isCursor(value: Value): boolean {
  const { words, parent, view } = value
  if (!isText(value)) return false
  if (words === 'next page') return view.type === 'string'
  if (parent === 'next page' || parent === 'next') return ['offset', 'cursor', 'token', 'after'].includes(words)
  return CURSORS.has(words) || (parent === 'cursors' && (words === 'after' || words === 'next'))
}

/** Whether a value is one that a parameter of its name takes, and may be the next. */
function isPosition(value: Value): boolean {
  return (
    isText(value) && ['cursor', 'continue', 'marker', 'after', 'page token', 'continuation token'].includes(value.words)
  )
}

/** A text of the API's own, or a number. */
function isText({ view }: Value): boolean {
  return (view.type === 'string' || view.type === 'integer') && !/^ur[il]/.test(view.format)
}
