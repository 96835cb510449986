import type { Documents, Located } from './documents.ts'
import type { Edition } from './edition.ts'
import type { Parameter } from './operation.ts'

/** What a header parameter may not say: it is said elsewhere (OpenAPI 3.1, 4.8.12.2.1). */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization'])

/** How gateways and routers write the rest of a path: `{proxy+}`, `{path*}`, `{*path}`, `{path...}`. */
const GREEDY = /^\*+|[+*]$|\.\.\.$/

/** The parameters of an operation: its own over those of its path, and those that only the path names. */
export function readParameters(
  path: string,
  lists: readonly Located[],
  documents: Documents,
  edition: Pick<Edition, 'parameter'>,
): Parameter[] {
  const found = new Map<string, Parameter>()
  for (const list of lists) {
    const count = Array.isArray(list.value) ? list.value.length : 0
    for (let index = 0; index < count; index++) {
      const parameter = edition.parameter(documents.walk(list, index), documents)
      if (parameter && !isIgnored(parameter)) found.set(`${parameter.in} ${parameter.name}`, parameter)
    }
  }
  const parameters = [...found.values()].filter(({ in: place, name }) => place !== 'path' || path.includes(`{${name}}`))
  const missing = namesIn(path).filter(name => !found.has(`path ${name}`))
  const named = missing.map(name => ({ ...(found.get(`path ${name.replace(GREEDY, '')}`) ?? undeclared(name)), name }))
  // Several segments are all that is between two slashes.
  const segments = new Set(path.split('/'))
  return [...named, ...parameters].map(each => ({
    ...each,
    isPath: (each.isPath === true || GREEDY.test(each.name)) && segments.has(`{${each.name}}`),
  }))
}

/** Whether a parameter's `in` is a part of a call's head. */
export function isPlace(text: string | undefined): text is Parameter['in'] {
  return text === 'path' || text === 'query' || text === 'header' || text === 'cookie'
}

function isIgnored({ in: place, name }: Parameter): boolean {
  return place === 'header' && IGNORED_HEADERS.has(name.toLowerCase())
}

/** The names between braces. */
function namesIn(path: string): string[] {
  return [...new Set([...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name))]
}

function undeclared(name: string): Parameter {
  return {
    name,
    in: 'path',
    required: true,
    deprecated: false,
    description: undefined,
    style: 'simple',
    explode: false,
    schema: { file: '', pointer: `/${name}`, value: { type: 'string' } },
  }
}
