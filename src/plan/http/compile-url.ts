import { compileTemplate, readTemplate, type TemplateContext } from '../compile-template.ts'
import type { RawTemplate } from '../parse-template.ts'
import type { Template } from '../template.ts'
import type { NamedTemplate } from './http-binding.ts'

export interface UrlTemplates {
  readonly path: readonly Template[]
  readonly query: readonly NamedTemplate[]
}

/**
 * Compiles `/posts/{$args.id}?userId={$args.userId}`. The URL is split before anything is filled in: each path segment
 * and each query value is a template of its own, so that no value can change the URL's structure.
 */
export function compileURL(text: string, argument: string, context: TemplateContext): UrlTemplates {
  const raw = readTemplate(text, argument, context.report) ?? []
  const [first] = raw
  if (typeof first === 'string' && (/^[a-z][a-z0-9+.-]*:/i.test(first) || first.startsWith('//')))
    context.report(
      argument,
      'the URL is relative to the baseURL of its source.',
      'Write only the path, as in "/posts".',
    )
  if (raw.some(part => typeof part === 'string' && part.includes('#')))
    context.report(argument, 'a URL has no "#" part here.', 'Write %23 for a literal "#".')
  const [path = [], ...queries] = splitRaw(raw, '?')
  const compile = (part: RawTemplate) =>
    compileTemplate(encodeEnvironment(part, context), { argument, required: true }, context)
  const query = queries
    .flatMap(each => splitRaw(each, '&'))
    .filter(each => each.length > 0)
    .map(each => compileParameter(each, compile))
  const segments = splitRaw(path, '/').map(segment => (segment.length === 0 ? [''] : segment))
  const [leading] = segments
  return { path: (leading?.length === 1 && leading[0] === '' ? segments.slice(1) : segments).map(compile), query }
}

function compileParameter(raw: RawTemplate, compile: (part: RawTemplate) => Template): NamedTemplate {
  const [name = [], ...value] = splitRaw(raw, '=', 2)
  return { name: name.map(part => (typeof part === 'string' ? part : '')).join(''), value: compile(value[0] ?? ['']) }
}

/** An environment's value is one segment or parameter like any other value. */
function encodeEnvironment(raw: RawTemplate, context: TemplateContext): RawTemplate {
  return raw.map(part => {
    if (typeof part === 'string' || part.root !== 'env') return part
    const text = compileTemplate(
      [part],
      { argument: '', required: true },
      { ...context, report: () => undefined },
    ).join('')
    return text === '' ? part : encodeURIComponent(text)
  })
}

/** Splits at a separator that stands in the text, never at one inside an expression. */
function splitRaw(raw: RawTemplate, separator: string, limit = Number.POSITIVE_INFINITY): RawTemplate[] {
  const pieces: RawTemplate[number][][] = [[]]
  for (const part of raw) {
    if (typeof part !== 'string') {
      pieces.at(-1)?.push(part)
      continue
    }
    let rest = part
    for (let at = rest.indexOf(separator); at !== -1 && pieces.length < limit; at = rest.indexOf(separator)) {
      if (at > 0) pieces.at(-1)?.push(rest.slice(0, at))
      pieces.push([])
      rest = rest.slice(at + separator.length)
    }
    if (rest !== '') pieces.at(-1)?.push(rest)
  }
  return pieces
}
