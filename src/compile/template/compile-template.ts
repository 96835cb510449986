import { type GraphQLInputType, getNamedType, getNullableType } from 'graphql'
import { type Path, PathSyntaxError, printPath } from '../../plan/path.ts'
import type { BoundKind, Expression, Reference, Template, ValueTemplate } from '../../plan/template.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import type { Report } from '../problem-list.ts'
import { inputFieldBehind, isNoType, typeBehind } from './argument-type.ts'
import { claimReference, DECLARE_ISSUER, headerReference } from './client-reference.ts'
import { defaultMisfit } from './default-misfit.ts'
import { environmentValue } from './environment.ts'
import {
  parseTemplate,
  type RawExpression,
  type RawTemplate,
  TEMPLATE_ROOTS,
  type TemplateRoot,
  TemplateSyntaxError,
} from './parse-template.ts'
import { isResponsePath, isResponseValue, parseAnswerPath, RESPONSE_EXAMPLE, responsePath } from './response-path.ts'
import type { TemplateContext } from './template-context.ts'
import { ANYTHING, kindBehind, kindOfType, refusePath } from './value-kind.ts'
import { warnOfQuotes } from './warn-of-quotes.ts'

/** Where a template stands, for what is said of it. */
export interface TemplatePlace {
  /** The directive's argument, `where.id`. */
  readonly argument: string
  /** Whether a null or absent `$this` or `$batch` means that no call is made. */
  readonly required: boolean
  /** What may stand there: one scalar, a list of them too, or anything. Text around an expression makes it one scalar. */
  readonly takes: 'scalar' | 'list' | 'anything'
  /** Whether values are compared by their own type there, so that it must be the author's choice. */
  readonly typed?: boolean
  /** Whether all that stands there is sent as text. */
  readonly asText?: boolean
  /** Whether it is all between two slashes of a URL. */
  readonly takesPath?: boolean
  /** Whether it is sent to an upstream that may read an expression in it. */
  readonly isSent?: boolean
}

/** Reads a template without looking up its names; reports what is wrong in it. */
export function readTemplate(text: string, argument: string, report: Report): RawTemplate | undefined {
  try {
    return parseTemplate(text)
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error
    report(argument, error.message, error.suggestion)
    return undefined
  }
}

/** Reads a path into an answer, into its body alone unless `reads` says otherwise; reports what is wrong in it. */
export function readDirectivePath(
  text: string,
  argument: string,
  report: Report,
  reads: 'body' | 'answer' = 'body',
): Path {
  if (text.startsWith('$headers.'))
    report(
      argument,
      `"${text}" would be a property of the body.`,
      `Write "$response.${text.slice(1)}" for a header of the answer, or ['$headers'] for a property of that name.`,
    )
  try {
    const path = parseAnswerPath(text)
    if (isResponsePath(path) && reads === 'body')
      report(argument, '$response is no part of the body, which is read here.', 'Write a path in the body.')
    else if (isResponsePath(path) && !isResponseValue(path))
      report(argument, `"${text}" is no part of an answer.`, RESPONSE_EXAMPLE)
    return path
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) throw error
    report(argument, error.message, error.suggestion)
    return []
  }
}

/** Compiles a template; the environment becomes text. Reports every name that is unknown. */
export function compileTemplate(raw: RawTemplate, place: TemplatePlace, context: TemplateContext): Template {
  const inText: TemplatePlace = raw.length > 1 ? { ...place, takes: 'scalar', asText: true } : place
  const parts: (string | Expression)[] = []
  for (const [at, part] of raw.entries()) {
    const compiled = typeof part === 'string' ? part : compileExpression(part, inText, context)
    if (place.isSent) warnOfQuotes(raw, at, place.argument, context)
    const last = parts.at(-1)
    if (typeof compiled === 'string' && typeof last === 'string') parts[parts.length - 1] = last + compiled
    else parts.push(compiled)
  }
  return parts
}

/** Compiles a directive argument's value, with templates in its strings at any depth. */
export function compileValue(value: unknown, place: TemplatePlace, context: TemplateContext): ValueTemplate {
  if (typeof value === 'string') {
    const raw = readTemplate(value, place.argument, context.report) ?? ['']
    const template = compileTemplate(raw, place, context)
    const [only] = template
    return template.length === 1 && typeof only === 'string'
      ? { kind: 'literal', value: only }
      : { kind: 'template', template }
  }
  const inside = (name: string | number) => ({ ...place, argument: `${place.argument}.${name}` })
  if (Array.isArray(value))
    return { kind: 'list', items: value.map((item, index) => compileValue(item, inside(index), context)) }
  if (typeof value === 'object' && value !== null)
    return {
      kind: 'object',
      fields: Object.entries(value).map(([name, field]) => [name, compileValue(field, inside(name), context)] as const),
    }
  return { kind: 'literal', value }
}

function compileExpression(raw: RawExpression, place: TemplatePlace, context: TemplateContext): Expression | string {
  if (raw.root === 'env') return environmentValue(raw, place.argument, context) ?? ''
  refusePath(raw.pipes, place.takesPath === true, place.argument, context.report)
  const from = compileReference(raw, place, context)
  if (!from) return ''
  return {
    from,
    ...('fallback' in raw ? { fallback: raw.fallback } : {}),
    ...(raw.pipes === undefined ? {} : { pipes: raw.pipes }),
  }
}

function compileReference(raw: RawExpression, place: TemplatePlace, context: TemplateContext): Reference | undefined {
  const { root, path } = raw
  const readable = readableRoots(context)
  if (!readable.includes(root)) {
    const message =
      root === 'jwt'
        ? 'nothing says who the user is, so there is no $jwt.'
        : root === 'args'
          ? 'there is no field here, so no $args.'
          : root === 'response'
            ? 'there is no answer yet here, so no $response.'
            : `there is no parent here, so no $${root}.`
    const usable = `Usable here: ${readable.map(name => `{$${name}.…}`).join(', ')}.`
    context.report(place.argument, message, root === 'jwt' ? DECLARE_ISSUER : usable)
    return undefined
  }
  if (root === 'batch' && path.length === 0 && context.batchFields) return batchReference(place, context)
  if (root === 'args' && path.length === 0 && place.isSent) return wholeArguments(raw, place, context)
  if (root === 'batch' && path.length === 0 && place.isSent && place.takes === 'anything') {
    context.report(
      place.argument,
      '{$batch} by itself is a list of objects, and by says the names in them.',
      'Write by: { id: "…" } for { id: … } of each parent, or {$batch.id} for a list of values.',
    )
    return undefined
  }
  if (path.length === 0) {
    context.report(place.argument, `$${root} needs a name behind it.`, `Write {$${root}.name}.`)
    return undefined
  }
  if (root === 'args') return argumentReference(raw, place, context)
  if (root === 'this' || root === 'batch') return keyReference(root, raw, place, context)
  if (root === 'response') return responseReference(path, place, context)
  return root === 'jwt'
    ? claimReference(raw, place.argument, context.report)
    : headerReference(raw, place.argument, context.report)
}

/** `{$args}` by itself is an object of all arguments. */
function wholeArguments(
  { pipes }: RawExpression,
  { argument, takes }: TemplatePlace,
  { args = [], coordinate = '', shapes, source, report }: TemplateContext,
): Reference {
  const { item } = kindBehind({ list: false, item: 'object' }, pipes, '$args', argument, report)
  const [first] = args
  if (item === 'object' && takes !== 'anything')
    report(argument, '$args is an object, and only a scalar can stand here.', `Write {$args.${first?.name ?? 'name'}}.`)
  return { root: 'args', path: [], shape: shapes.ofArguments(args, coordinate, source) }
}

function readableRoots({ args, keys, answered, hasUsers }: TemplateContext): readonly TemplateRoot[] {
  const known = {
    args: args !== undefined,
    jwt: hasUsers,
    this: keys !== undefined,
    batch: keys !== undefined,
    response: answered,
  }
  return TEMPLATE_ROOTS.filter(root => !(root in known) || known[root as keyof typeof known])
}

function responseReference(behind: Path, { argument }: TemplatePlace, { report }: TemplateContext): Reference {
  const path = responsePath(behind)
  if (!isResponseValue(path)) report(argument, `"${printPath(path)}" is no part of an answer.`, RESPONSE_EXAMPLE)
  return { root: 'response', path: path.slice(1) }
}

function keyReference(
  root: 'this' | 'batch',
  { path, fallback, pipes }: RawExpression,
  { argument, required, takes }: TemplatePlace,
  { keys, report }: TemplateContext,
): Reference | undefined {
  const name = printPath(path)
  const start = root === 'batch' ? { ...ANYTHING, list: true } : ANYTHING
  if (kindBehind(start, pipes, `$${root}.${name}`, argument, report).list && takes === 'scalar')
    report(
      argument,
      `$batch.${name} is the list of all keys, and only a scalar can stand here.`,
      `Write {$batch.${name} | join ','}, or {$this.${name}} for one call for each parent.`,
    )
  const hasDefault = fallback !== undefined
  const mayLack = hasDefault && fallback !== null
  return keys && { root, index: keys.add(root, path, { argument, required: required && !mayLack, hasDefault }) }
}

/** `{$batch}` by itself. */
function batchReference(
  { argument, required, takes }: TemplatePlace,
  { keys, batchFields = [], report }: TemplateContext,
): Reference | undefined {
  if (takes !== 'anything') {
    const [first] = batchFields
    report(argument, '$batch is a list of objects, and only scalars can stand here.', `Write {$batch.${first?.name}}.`)
    return undefined
  }
  const fields = batchFields.map(({ name, sentAs }) => {
    const index = keys?.add('batch', [{ kind: 'property', name }], { argument, required, hasDefault: false })
    return { name: sentAs, index: index ?? 0 }
  })
  return { root: 'batchObjects', fields }
}

function argumentReference(
  { path, fallback, pipes }: RawExpression,
  place: TemplatePlace,
  context: TemplateContext,
): Reference | undefined {
  const [first, ...rest] = path
  const name = first?.kind === 'property' ? first.name : ''
  const args = context.args ?? []
  const argument = args.find(each => each.name === name)
  if (!argument) {
    const known = args.map(each => each.name)
    context.report(
      place.argument,
      `there is no argument $args.${printPath(path)}.`,
      suggestOrList(name, known, 'arguments'),
    )
    return undefined
  }
  const type = typeBehind(argument, rest)
  if (isNoType(type)) {
    context.report(place.argument, type.message, type.suggestion)
    return undefined
  }
  refuseUnfitting(type, `$args.${printPath(path)}`, pipes, place, context)
  const misfit = place.asText || pipes !== undefined ? undefined : defaultMisfit(type, fallback)
  if (misfit !== undefined)
    context.report(
      place.argument,
      `the default of $args.${printPath(path)} is no value of its type ${getNullableType(type)}.`,
      misfit,
    )
  const shape = context.shapes.of(type, context.source)
  const bound = place.typed ? BOUND_KINDS.get(getNamedType(type).name) : undefined
  const held = inputFieldBehind(argument, rest) ?? `${context.coordinate}(${name}:)`
  const as = context.shapes.notation(held, context.source)
  return { root: 'args', path, ...(shape && { shape }), ...(as && { as }), ...(bound && { bound }) }
}

const BOUND_KINDS: ReadonlyMap<string, BoundKind> = new Map([
  ['DateTime', 'datetime'],
  ['Decimal', 'decimal'],
  ['Base64', 'binary'],
])

function refuseUnfitting(
  type: GraphQLInputType,
  written: string,
  pipes: RawExpression['pipes'],
  { takes, argument, typed }: TemplatePlace,
  { report }: TemplateContext,
): void {
  const kind = kindBehind(kindOfType(type), pipes, written, argument, report)
  if (typed && pipes === undefined && getNamedType(type).name === 'JSON')
    report(
      argument,
      `${written} is JSON: the client would choose the type that it is compared by.`,
      'Declare the argument as ID, String, Int or another scalar.',
    )
  if (takes === 'anything') return
  if (kind.item === 'object')
    report(argument, `${written} is an input object, and only a scalar can stand here.`, `Write {${written}.name}.`)
  else if (takes === 'scalar' && kind.list)
    report(argument, `${written} is a list, and only a scalar can stand here.`, `Write {${written} | join ','}.`)
}
