import { printPath, propertyPath } from '../../plan/path.ts'
import { wordsOfProperty } from '../name/property-name.ts'
import type { LiteralObject } from '../sdl/sdl.ts'
import { listContent } from './envelope.ts'
import type { Operation, Parameter } from './operation.ts'
import type { SchemaReader } from './schema-reader.ts'
import type { ObjectView } from './schema-view.ts'
import { pathTemplate, withQuery } from './url-text.ts'

/** A list that can be asked for the items of several keys at once. */
export interface Batch {
  /** The parameter that takes the keys. */
  readonly parameter: string
  readonly item: ObjectView
  /** Whether it answers page by page: then several items of a key could be cut off. */
  readonly paged: boolean
  /** The binding: `field` is what holds a parent's key, `by` where an item has it. */
  http(field: string, by: string): LiteralObject
}

const MAX_BATCH = 100

/** Parameters that say how many items a page has. */
const SIZES = new Set([
  ...['limit', 'per page', 'page size', 'size', 'count', 'first', 'max results', 'top', 'take', 'results per page'],
])
/** Parameters that say which page. */
const PAGES = new Set([
  ...['page', 'offset', 'cursor', 'after', 'before', 'starting after', 'ending before', 'page token', 'skip', 'start'],
  ...['page number', 'next', 'since', 'continuation token', 'marker'],
])

/** Reads `GET /posts?id=1&id=2` and `GET /posts?ids=1,2`; `undefined` for what is neither, or would lose items on a page. */
export function findBatch(operation: Operation, reader: SchemaReader): Batch | undefined {
  const { method, answer, parameters, path } = operation
  if (method !== 'GET' || answer.kind !== 'json') return undefined
  const content = listContent(answer.schema, reader)
  const list = content && reader.read(content.schema)
  const item = list?.kind === 'list' ? reader.read(list.items) : undefined
  const parameter = parameters.find(each => isKeys(each, reader))
  if (!content || item?.kind !== 'object' || !parameter?.schema) return undefined
  if (parameters.some(each => each.required && each !== parameter) || path.includes('{')) return undefined
  const keys = reader.read(parameter.schema)
  const size = parameters.find(each => each.in === 'query' && SIZES.has(wordsOfProperty(each.name).join(' ')))
  const paged = size !== undefined || parameters.some(each => PAGES.has(wordsOfProperty(each.name).join(' ')))
  const page = size && pageSize(size, reader)
  if (paged && page === undefined) return undefined
  const most = Math.min(MAX_BATCH, page ?? MAX_BATCH, (keys.kind === 'list' ? keys.maxItems : undefined) ?? MAX_BATCH)
  if (!(most > 0)) return undefined
  const http = (field: string, by: string) => {
    const join = parameter.explode ? '' : " | join ','"
    const query: [string, string][] = [[parameter.name, `{$batch.${field}${join}}`]]
    if (size) query.push([size.name, String(most)])
    return {
      GET: withQuery(
        pathTemplate(path, () => ''),
        query,
      ),
      by,
      ...(content.select === undefined ? {} : { select: printPath(propertyPath(content.select)) }),
      ...(most < MAX_BATCH ? { maxBatch: most } : {}),
    }
  }
  return { parameter: parameter.name, item, paged, http }
}

/** A list of texts or integers, called `id`, `ids`, `userId` or `user_ids`. */
function isKeys({ in: place, name, style, schema }: Parameter, reader: SchemaReader): boolean {
  const last = wordsOfProperty(name).at(-1)
  if (place !== 'query' || style !== 'form' || !schema || (last !== 'id' && last !== 'ids')) return false
  const view = reader.read(schema)
  const item = view.kind === 'list' ? reader.read(view.items) : undefined
  return item?.kind === 'scalar' && (item.type === 'string' || item.type === 'integer')
}

/** The most that a page may have, else what it has unless said. */
function pageSize({ schema }: Parameter, reader: SchemaReader): number | undefined {
  const view = schema && reader.read(schema)
  if (view?.kind !== 'scalar') return undefined
  const size = view.maximum ?? view.fallback
  return Number.isSafeInteger(size) ? Number(size) : undefined
}
