import { literalText } from '../sdl/literal-text.ts'

/** A path without what is behind a `#`: it tells uses of one URL apart in a document, and is never sent. */
export function sentPath(path: string): string {
  return path.split('#')[0] ?? ''
}

/** A path with its parameters as templates; braces that are no parameter's stand for themselves. */
export function pathTemplate(path: string, templateOf: (name: string) => string): string {
  const sent = sentPath(path)
  const text = sent.startsWith('/') ? sent : `/${sent}`
  return text
    .split(/(\{[^{}]*\})/)
    .map((part, index) => (index % 2 === 1 ? templateOf(part.slice(1, -1)) : literalText(part)))
    .join('')
}

/** A query with its parameters behind a path, which may have some already. */
export function withQuery(path: string, parameters: readonly (readonly [name: string, value: string])[]): string {
  if (parameters.length === 0) return path
  const query = parameters.map(([name, value]) => `${nameText(name)}=${value}`).join('&')
  return `${path}${path.includes('?') ? '&' : '?'}${query}`
}

/** Brackets are encoded when the request is made; here they can be read. */
function nameText(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll('%5B', '[').replaceAll('%5D', ']')
}

/** Whether a path leads somewhere below its server, whatever is filled in; parameters stand in front of a query only. */
export function isUsablePath(path: string): boolean {
  const [before = '', ...query] = sentPath(path)
    .replace(/\{[^{}]*\}/g, '{}')
    .split('?')
  const segments = before.split('/')
  return (
    !path.startsWith('//') &&
    !query.join('').includes('{}') &&
    !segments.some(segment => /^(?:\.|%2e){1,2}$/i.test(segment))
  )
}
