import { getNullableType, isInputObjectType } from 'graphql'
import { isDotSegment } from '../../plan/http/dot-segment.ts'
import type { NamedTemplate } from '../../plan/http/http-binding.ts'
import { printPath } from '../../plan/path.ts'
import type { Expression, Template } from '../../plan/template.ts'
import { isNoType, typeBehind } from '../template/argument-type.ts'
import { compileTemplate, readTemplate } from '../template/compile-template.ts'
import { environmentValue } from '../template/environment.ts'
import type { RawExpression, RawTemplate } from '../template/parse-template.ts'
import type { TemplateContext } from '../template/template-context.ts'

export interface UrlTemplates {
  readonly path: readonly Template[]
  readonly query: readonly NamedTemplate[]
  readonly link: Expression | undefined
}

/**
 * Compiles `/posts/{$args.id}?userId={$args.userId}`. The URL is split before anything is filled in: each path segment
 * and each query value is a template of its own, so that no value can change the URL's structure.
 */
export function compileURL(text: string, argument: string, context: TemplateContext): UrlTemplates {
  const raw = readTemplate(text, argument, context.report) ?? []
  const [first] = raw
  if (raw.length === 1 && typeof first === 'object' && first.root === 'this') return compileLink(raw, argument, context)
  if (typeof first === 'object' && first.root === 'this') reportLinkPrefix(text, first, argument, context)
  if (typeof first === 'string' && (/^[a-z][a-z0-9+.-]*:/i.test(first) || first.startsWith('//')))
    context.report(argument, 'the URL starts at the baseURL of its source.', 'Write only the path, as in "/posts".')
  if (raw.some(part => typeof part === 'string' && part.includes('#')))
    context.report(
      argument,
      'the URL has a "#" part, which is never sent.',
      'Remove it, or write %23 for a literal "#".',
    )
  const [path = [], ...queries] = splitTemplate(raw, '?')
  const segments = splitTemplate(path, '/')
  const [leading] = segments
  return {
    path: (leading?.length === 0 ? segments.slice(1) : segments).map(each => compileSegment(each, argument, context)),
    query: queries.flatMap(each => compileParameters(each, argument, context)),
    link: undefined,
  }
}

/** `{$this.url}` by itself: an upstream's answer says where to go on, never a client. */
function compileLink(raw: RawTemplate, argument: string, context: TemplateContext): UrlTemplates {
  const [link] = compileTemplate(raw, { argument, required: true, takes: 'scalar' }, context)
  return { path: [], query: [], link: typeof link === 'object' ? link : undefined }
}

/** `{$this.url}/comments` looks like the address below a link, and would be a path whose first segment is the whole link. */
function reportLinkPrefix(text: string, { path }: RawExpression, argument: string, { report }: TemplateContext): void {
  report(
    argument,
    'a link stands by itself: nothing can be added to it.',
    `Write "{$this.${printPath(path)}}" for the link, or "/${text}" for a path below the baseURL.`,
  )
}

/** Compiles `a={$args.a}&b=1`: each value is a template of its own. */
export function compileParameters(raw: RawTemplate, argument: string, context: TemplateContext): NamedTemplate[] {
  const parameters = splitTemplate(raw, '&').filter(each => each.length > 0)
  return parameters.map(each => compileParameter(each, argument, context))
}

function compileSegment(raw: RawTemplate, argument: string, context: TemplateContext): Template {
  const filled = fillEnvironment(raw, argument, context)
  const place = { argument, required: true, takes: 'scalar', asText: true, isSent: true } as const
  const segment = compileTemplate(filled, { ...place, takesPath: filled.length === 1 }, context)
  const [only = ''] = segment
  if (segment.length > 1 || typeof only !== 'string') return segment
  if (isDotSegment(only))
    context.report(argument, `the path has the segment "${only}", which leads out of it.`, 'Write the path without it.')
  if (only === '' && raw.length > 0 && filled.every(part => typeof part === 'string'))
    context.report(argument, 'the path has an empty segment: the variable in it is empty.', 'Set it.')
  return [only]
}

function compileParameter(raw: RawTemplate, argument: string, context: TemplateContext): NamedTemplate {
  const [name = [], value = []] = splitTemplate(raw, '=', 2)
  const [only] = raw
  if (raw.length === 1 && typeof only === 'object' && only.root !== 'env') return compileSpread(only, argument, context)
  if (name.some(part => typeof part !== 'string'))
    context.report(argument, "the name of a query parameter can't be a template.", 'Write "?name={$args.value}".')
  const filled = fillEnvironment(value.length > 0 ? value : [''], argument, context)
  return {
    name: name.filter(part => typeof part === 'string').join(''),
    value: compileTemplate(filled, { argument, required: true, takes: 'list', asText: true, isSent: true }, context),
  }
}

/** `?{$args.filter}`: each field of an input object is a parameter. */
function compileSpread(raw: RawExpression, argument: string, context: TemplateContext): NamedTemplate {
  const place = { argument, required: true, takes: 'anything', asText: true, isSent: true } as const
  const [first, ...rest] = raw.path
  const held = context.args?.find(({ name }) => first?.kind === 'property' && first.name === name)
  const type = held && typeBehind(held, rest)
  const isWhole = raw.root === 'args' && !first
  const isObject = type && !isNoType(type) && isInputObjectType(getNullableType(type))
  if (!(isWhole || isObject) || raw.pipes)
    context.report(
      argument,
      'an expression by itself makes parameters of the fields of an input object, and this is none.',
      'Write "?name={$args.name}".',
    )
  return { name: '', value: compileTemplate([raw], place, context), spread: true }
}

/** An environment's value is one segment or parameter like any other value. */
function fillEnvironment(raw: RawTemplate, argument: string, context: TemplateContext): RawTemplate {
  return raw.map(part => {
    if (typeof part === 'string' || part.root !== 'env') return part
    const value = environmentValue(part, argument, context)
    // What is missing has been reported; any text stands for it.
    return value === undefined ? 'missing' : encodeURIComponent(value)
  })
}

/** Splits at a separator that stands in the text, never at one inside an expression; an empty piece has no parts. */
function splitTemplate(raw: RawTemplate, separator: string, limit = Number.POSITIVE_INFINITY): RawTemplate[] {
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
