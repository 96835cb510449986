import type { HttpBinding, HttpMethod, NamedTemplate } from '../../plan/http/http-binding.ts'
import type { HttpSourceSettings } from '../../plan/http/http-source-settings.ts'
import { wrongHeader } from '../../plan/http/wrong-header.ts'
import type { HttpClient, HttpClientOptions } from '../../plan/resolver/source-clients.ts'
import type { Expression, Template } from '../../plan/template.ts'
import type { SourcePlan } from '../source-plan.ts'

type Ask = (plan: SourcePlan<HttpBinding>) => Promise<unknown>

/** A path below the base URL; what stands in braces is a value. */
const PATH = /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[\dA-Fa-f]{2}|\{\w+\})*$/

/** Calls that code of one's own makes, told to the coordinate of its field: as if a binding had said them. */
export function ownHttpCalls(settings: HttpSourceSettings, coordinate: string, ask: Ask): HttpClient {
  const by =
    (method: HttpMethod) =>
    async (path: string, options: HttpClientOptions = {}) =>
      await ask({
        binding: bindingOf(settings, coordinate, method, path, options),
        args: { ...options },
        projection: new Map(),
      })
  return { get: by('GET'), post: by('POST'), put: by('PUT'), patch: by('PATCH'), delete: by('DELETE') }
}

function bindingOf(
  settings: HttpSourceSettings,
  coordinate: string,
  method: HttpMethod,
  path: string,
  { query = {}, headers = {}, body }: HttpClientOptions,
): HttpBinding {
  if (!PATH.test(path) || path.split('/').some(segment => segment === '.' || segment === '..'))
    throw new TypeError('a path begins with "/" and has no query; values stand in it as {name}, and in params')
  const own = Object.entries(headers).map(([name, value]): NamedTemplate => {
    const known = name.toLowerCase()
    // What can't be sent would fail as the source's own failure does, and count against it.
    const wrong = wrongHeader(known, value)
    if (wrong) throw new TypeError(`a call of ${coordinate} has the header ${JSON.stringify(name)}, ${wrong}`)
    return { name: known, value: [value] }
  })
  const names = new Set(own.map(({ name }) => name))
  return {
    kind: 'http',
    source: settings.name,
    coordinate,
    method,
    text: `${method} ${path}`,
    path: path.slice(1).split('/').map(segmentOf),
    query: Object.keys(query).map(name => ({ name, value: [argument('query', name)] })),
    link: undefined,
    headers: [...settings.headers.filter(({ name }) => !names.has(name)), ...own],
    body: body === undefined ? undefined : { kind: 'template', template: [argument('body')] },
    form: undefined,
    content: settings.content,
    select: [],
    batch: undefined,
    with: [],
    list: false,
    failure: settings.failure,
    pages: undefined,
    connection: undefined,
    accept: [],
    selectsResponse: false,
    tellsResponse: false,
    notFoundIsNull: method === 'GET',
    mutation: method !== 'GET',
    outcomeOnly: false,
  }
}

function segmentOf(segment: string): Template {
  const parts = segment.split(/(\{\w+\})/).filter(part => part !== '')
  return parts.map(part => (part.startsWith('{') ? argument('params', part.slice(1, -1)) : part))
}

function argument(...names: readonly string[]): Expression {
  return { from: { root: 'args', path: names.map(name => ({ kind: 'property', name })) } }
}
