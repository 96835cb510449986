import { printPath, propertyPath } from '../../../plan/path.ts'
import { wordsOfProperty } from '../../name/property-name.ts'
import type { Located } from '../document/documents.ts'
import { shownProperties } from '../draft/object-draft.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { ObjectView, ScalarView } from '../schema/schema-view.ts'

/** What an answer tells beside its list: where, and what it is called. */
export interface PageValues {
  /** The text that leads to the next page. */
  readonly cursor: string | undefined
  /** The URL of the next page. */
  readonly url: string | undefined
  readonly hasMore: string | undefined
  readonly total: string | undefined
  /** Whether nothing is told but what a page is. */
  readonly isOnlyPage: boolean
}

interface Value {
  readonly path: string
  readonly words: string
  /** The words of the object that it stands in; none at the top. */
  readonly parent: string
  readonly view: ScalarView
  /** Whether every answer has it. */
  readonly isCertain: boolean
}

/** Objects that tell of the page. */
const PARTS = new Set([
  ...['meta', 'metadata', 'pagination', 'paging', 'page', 'pages', 'page info', 'links', 'cursor', 'cursors'],
  ...['response metadata', 'jsonapi', 'next', 'prev', 'previous', 'first', 'last', 'self'],
])
const CURSORS = new Set([
  ...['next cursor', 'next page token', 'next token', 'next page cursor', 'next continuation token', 'next marker'],
  ...['continuation token', 'next pagination token', 'end cursor', 'last id'],
])
const URLS = new Set(['next url', 'next link', 'next page url', 'next page link', 'next href', 'odata next link'])
const MORE = new Set(['has more', 'has next', 'has next page', 'has more pages', 'has more items', 'has more results'])
const TOTALS = new Set([
  ...['total', 'total count', 'total items', 'total results', 'total elements', 'total records', 'total size'],
])
/** What else tells of the page, or of the answer itself. */
const REST = new Set([
  ...['count', 'page', 'page number', 'page size', 'per page', 'page count', 'page index', 'current page', 'last page'],
  ...['total pages', 'next page', 'prev page', 'previous page', 'next', 'prev', 'previous', 'first', 'last', 'self'],
  ...['limit', 'offset', 'size', 'skip', 'take', 'cursor', 'before', 'after', 'start cursor', 'previous cursor'],
  ...['prev cursor', 'first id', 'prev url', 'previous url', 'has previous', 'has prev', 'has previous page', 'object'],
  ...['from', 'to', 'url', 'href', 'path', 'number of elements', 'items per page', 'first page url', 'last page url'],
  ...['previous page token', 'prev page token', 'start index', 'odata context'],
])

/** Reads what an answer tells of its page; `select` is the property that has the list. */
export function pageValues(schema: Located, select: string | undefined, reader: SchemaReader): PageValues {
  const values: Value[] = []
  const view = reader.read(schema)
  const isOnlyPage = view.kind !== 'object' || collect(view, { select, path: [], isCertain: true }, reader, values)
  const url = only(values, isURL)
  const parent = url?.parent
  return {
    url: url?.path,
    cursor: only(values, isCursor)?.path,
    hasMore: only(values, ({ words, view: { type } }) => type === 'boolean' && MORE.has(words), true)?.path,
    // Beside the URL of the next page a `count` is that of the whole list.
    total: only(
      values,
      ({ words, view: { type }, parent: own }) =>
        type === 'integer' && (TOTALS.has(words) || (words === 'count' && own === parent)),
      true,
    )?.path,
    isOnlyPage,
  }
}

interface Where {
  /** The property that is passed over. */
  readonly select?: string | undefined
  readonly path: readonly string[]
  readonly isCertain: boolean
}

/** Adds the values of an object and of those in it; answers whether all of them tell of the page. */
function collect(
  object: ObjectView,
  { select, path, isCertain }: Where,
  reader: SchemaReader,
  found: Value[],
): boolean {
  let isOnlyPage = object.isOpen !== true
  for (const [property, , view] of shownProperties(object, 'type', reader)) {
    if (property === select) continue
    const words = wordsOfProperty(property).join(' ')
    const inner = { path: [...path, property], isCertain: isCertain && object.required.has(property) && !view.nullable }
    if (view.kind === 'object' && PARTS.has(words) && path.length < 3)
      isOnlyPage = collect(view, inner, reader, found) && isOnlyPage
    else if (view.kind === 'enum' && view.values.length === 1) continue
    else if (view.kind === 'scalar') {
      const parent = wordsOfProperty(path.at(-1) ?? '').join(' ')
      const printed = printPath(inner.path.flatMap(propertyPath))
      const value = { path: printed, words, parent, view, isCertain: inner.isCertain }
      found.push(value)
      isOnlyPage &&= tellsOfPage(value)
    } else isOnlyPage = false
  }
  return isOnlyPage
}

function tellsOfPage(value: Value): boolean {
  return isURL(value) || isCursor(value) || [MORE, TOTALS, REST].some(names => names.has(value.words))
}

/** The one value that fits; where several do, none is certain. */
function only(values: readonly Value[], fits: (value: Value) => boolean, mustBeCertain = false): Value | undefined {
  const [first, another] = values.filter(fits)
  return !first || another || (mustBeCertain && !first.isCertain) ? undefined : first
}

function isURL({ words, parent, view }: Value): boolean {
  if (view.type !== 'string') return false
  if (words === 'next') return /^ur[il]/.test(view.format) || parent === 'links'
  return URLS.has(words) || (parent === 'next' && (words === 'href' || words === 'url'))
}

function isCursor({ words, parent, view }: Value): boolean {
  if ((view.type !== 'string' && view.type !== 'integer') || /^ur[il]/.test(view.format)) return false
  if (words === 'next page') return view.type === 'string'
  return CURSORS.has(words) || (parent === 'cursors' && (words === 'after' || words === 'next'))
}
