import { type Collection, type Item, loadCollections } from './collection.ts'

export interface ApiRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  readonly body: string
}

export interface ApiAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body: unknown
}

/** Lists of one collection under an item of another, as in `/posts/1/comments`: the property that holds the key. */
const FOREIGN_KEYS = new Map([
  ['posts/comments', 'postId'],
  ['users/posts', 'userId'],
])

/** Answers requests from collections of its own; it does no I/O and throws nothing. */
export function createRoutes(): (request: ApiRequest) => ApiAnswer {
  const collections = loadCollections()
  return request => {
    const mark = request.target.indexOf('?')
    const path = mark < 0 ? request.target : request.target.slice(0, mark)
    const query = new URLSearchParams(mark < 0 ? '' : request.target.slice(mark))
    const segments = decodeSegments(path)
    if (!segments) return failure(400, 'the path is not well percent-encoded')
    const [name = '', id, childName, ...rest] = segments
    const collection = collections.get(name)
    if (!collection || rest.length > 0) return notFound()
    if (id === undefined) return answerCollection(name, collection, query, request)
    if (childName === undefined) return answerItem(collection, id, request)
    const child = collections.get(childName)
    const foreignKey = FOREIGN_KEYS.get(`${name}/${childName}`)
    if (!child || !foreignKey) return notFound()
    return isRead(request) ? list(child, query, [foreignKey, [id]]) : methodNotAllowed('GET, HEAD')
  }
}

function answerCollection(
  name: string,
  collection: Collection,
  query: URLSearchParams,
  request: ApiRequest,
): ApiAnswer {
  if (isRead(request)) return list(collection, query)
  if (request.method !== 'POST') return methodNotAllowed('GET, HEAD, POST')
  return withObject(request.body, values => {
    const item = collection.create(values)
    return { status: 201, headers: { location: `/${name}/${item.id}` }, body: item }
  })
}

function answerItem(collection: Collection, id: string, request: ApiRequest): ApiAnswer {
  if (isRead(request)) return found(collection.get(id))
  switch (request.method) {
    case 'PUT':
      return withObject(request.body, values => found(collection.replace(id, values)))
    case 'PATCH':
      return withObject(request.body, values => found(collection.merge(id, values)))
    case 'DELETE':
      return collection.delete(id) ? { status: 200, body: {} } : notFound()
    default:
      return methodNotAllowed('GET, HEAD, PUT, PATCH, DELETE')
  }
}

/** A name that starts with `_` is a setting and never a filter; a filter that is repeated allows each of its values. */
function list(collection: Collection, query: URLSearchParams, parent?: [name: string, values: string[]]): ApiAnswer {
  const limit = query.get('_limit')
  if (limit !== null && !/^\d+$/.test(limit)) return failure(400, '_limit must be a whole number, 0 or more')
  const names = [...new Set(query.keys())].filter(name => !name.startsWith('_'))
  const filters = new Map(names.map(name => [name, query.getAll(name)]))
  if (parent) filters.set(...parent)
  const items = collection.list(filters)
  return { status: 200, body: limit === null ? items : items.slice(0, Number(limit)) }
}

function withObject(text: string, then: (values: object) => ApiAnswer): ApiAnswer {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return failure(400, 'the body is not JSON')
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? then(value as object) : failure(400, 'the body is not a JSON object')
}

/** The segments of a path, split before they are decoded: an encoded slash belongs to its segment. */
function decodeSegments(path: string): string[] | undefined {
  try {
    return path.replace(/^\//, '').replace(/\/$/, '').split('/').map(decodeURIComponent)
  } catch {
    return undefined
  }
}

function isRead(request: ApiRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD'
}

function found(item: Item | undefined): ApiAnswer {
  return item ? { status: 200, body: item } : notFound()
}

function notFound(): ApiAnswer {
  return { status: 404, body: {} }
}

function methodNotAllowed(allow: string): ApiAnswer {
  return { ...failure(405, 'the method is not allowed here'), headers: { allow } }
}

function failure(status: number, error: string): ApiAnswer {
  return { status, body: { error } }
}
