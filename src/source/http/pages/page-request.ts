import type { HttpBinding } from '../../../plan/http/http-binding.ts'
import type { HttpPages } from '../../../plan/http/http-pages.ts'
import { isObject } from '../../../plan/is-object.ts'
import { parseJson, printJson } from '../../json.ts'
import type { HttpRequest } from '../request.ts'
import type { Cursor } from './page.ts'
import { type PagePosition, PositionError } from './page-position.ts'

type Parameters = readonly (readonly [name: string, value: Cursor])[]

/** The request for a page; its parameters are keys of a body where there is one, else of the query. */
export function pageRequest(
  { form }: HttpBinding,
  { style, size }: HttpPages,
  request: HttpRequest,
  position: PagePosition,
): HttpRequest {
  // A link has all that it needs.
  if (style.kind === 'link' && position.at !== undefined) return { ...request, path: String(position.at) }
  const parameters: [string, Cursor][] = []
  if ('parameter' in style && position.at !== undefined) parameters.push([style.parameter, position.at])
  if (size !== undefined && position.size !== undefined) parameters.push([size, position.size])
  if (request.body === undefined) return { ...request, path: withParameters(request.path, parameters) }
  return { ...request, body: form ? withPairs(request.body, parameters) : withKeys(request.body, parameters) }
}

function withParameters(path: string, parameters: Parameters): string {
  const at = path.indexOf('?')
  const query = withPairs(at === -1 ? '' : path.slice(at + 1), parameters)
  return (at === -1 ? path : path.slice(0, at)) + (query === '' ? '' : `?${query}`)
}

/** What the text has under the names already, as a link may, is replaced. */
function withPairs(text: string, parameters: Parameters): string {
  const names = new Set(parameters.map(([name]) => name))
  const others = text.split('&').filter(pair => pair !== '' && !names.has(nameOf(pair)))
  return [...others, ...parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`)].join('&')
}

function nameOf(pair: string): string {
  const [name = ''] = new URLSearchParams(pair).keys()
  return name
}

/** Brackets stay as APIs write them: `page[number]`. */
function encode(value: Cursor): string {
  if (typeof value === 'object')
    throw new PositionError('a page has a list for a cursor, and only a JSON body takes one')
  return encodeURIComponent(String(value)).replaceAll('%5B', '[').replaceAll('%5D', ']')
}

function withKeys(body: string, parameters: Parameters): string {
  const value = parseJson(body)
  const keys = isObject(value) ? Object.entries(value) : []
  return printJson(Object.fromEntries([...keys, ...parameters])) ?? ''
}
