import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql'
import type { InputShapes } from './input-shapes.ts'
import type { KeyParts } from './key-parts.ts'
import { parseTemplate, type RawExpression, type RawTemplate, TemplateSyntaxError } from './parse-template.ts'
import { type Path, PathSyntaxError, parsePath, printPath } from './path.ts'
import type { Report } from './problems.ts'
import { suggestOrList } from './suggest.ts'
import type { Expression, Reference, Template, ValueTemplate } from './template.ts'

/** What the templates of one directive may refer to. */
export interface TemplateContext {
  readonly report: Report
  /** Read at start-up, as `{$env.X}`. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The field's arguments; undefined where the directive stands on no field. */
  readonly args: readonly GraphQLArgument[] | undefined
  /** Gathers `$this` and `$batch`; undefined where there is no parent. */
  readonly keys: KeyParts | undefined
  readonly shapes: InputShapes
  /** The source that the values are sent to. */
  readonly source: string
  /** Filled with the name of every argument that is referred to. */
  readonly usedArguments: Set<string>
}

/** Where a template stands, for what is said of it. */
export interface TemplatePlace {
  /** The directive's argument, `where.id`. */
  readonly argument: string
  /** Whether a null or absent `$this` or `$batch` means that no call is made. */
  readonly required: boolean
}

/** Reads a template without looking up its names; reports what is wrong in it. */
export function readTemplate(text: string, argument: string, report: Report): RawTemplate | undefined {
  try {
    return parseTemplate(text)
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error
    report(argument, error.message)
    return undefined
  }
}

/** Reads a path; reports what is wrong in it. */
export function readDirectivePath(text: string, argument: string, report: Report): Path {
  try {
    return parsePath(text)
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) throw error
    report(argument, error.message)
    return []
  }
}

/** Compiles a template; the environment becomes text. Reports every name that is unknown. */
export function compileTemplate(raw: RawTemplate, place: TemplatePlace, context: TemplateContext): Template {
  const parts: (string | Expression)[] = []
  for (const part of raw) {
    const compiled = typeof part === 'string' ? part : compileExpression(part, place, context)
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
  if (raw.root === 'env') return environmentValue(raw, place, context)
  const from = compileReference(raw, place, context)
  if (!from) return ''
  return {
    from,
    ...('fallback' in raw ? { fallback: raw.fallback } : {}),
    ...(raw.join === undefined ? {} : { join: raw.join }),
  }
}

function environmentValue(
  { path, fallback }: RawExpression,
  { argument }: TemplatePlace,
  context: TemplateContext,
): string {
  const name = printPath(path)
  const value = Object.hasOwn(context.environment, name) ? context.environment[name] : undefined
  if (value === undefined && fallback === undefined)
    context.report(
      argument,
      `the environment variable ${name} is not set.`,
      `Set it, or give a default: {$env.${name} ?? '…'}.`,
    )
  return String(value ?? fallback ?? '')
}

function compileReference(raw: RawExpression, place: TemplatePlace, context: TemplateContext): Reference | undefined {
  if (raw.root === 'args') return argumentReference(raw.path, place, context)
  const written = `$${raw.root}${raw.path.length > 0 ? `.${printPath(raw.path)}` : ''}`
  if (raw.path.length === 0) {
    context.report(place.argument, `${written} needs a name behind it.`, `Write {${written}.name}.`)
    return undefined
  }
  if (raw.root === 'headers')
    return {
      root: 'headers',
      name: printPath(raw.path)
        .replace(/^\['|'\]$/g, '')
        .toLowerCase(),
    }
  const root = raw.root === 'batch' ? 'batch' : 'this'
  if (!context.keys) {
    context.report(place.argument, `${written} has no parent to read here.`, 'Use an argument: {$args.name}.')
    return undefined
  }
  const required = place.required && (raw.fallback === undefined || raw.fallback === null)
  return { root, index: context.keys.add(root, raw.path, required) }
}

function argumentReference(path: Path, { argument }: TemplatePlace, context: TemplateContext): Reference | undefined {
  const [first, ...rest] = path
  const name = first?.kind === 'property' ? first.name : ''
  if (!context.args) {
    context.report(argument, '$args stands only on a field.', 'Use the key: {$batch.id} or {$this.id}.')
    return undefined
  }
  const found = context.args.find(each => each.name === name)
  if (!found) {
    const suggestion = suggestOrList(
      name,
      context.args.map(each => each.name),
      'arguments',
    )
    context.report(argument, `there is no argument $args${name ? `.${name}` : ''}.`, suggestion)
    return undefined
  }
  context.usedArguments.add(name)
  const type = typeBehind(found.type, rest, argument, context)
  const shape = type && context.shapes.of(type, context.source)
  return { root: 'args', path, ...(shape ? { shape } : {}) }
}

/** The input type at the path behind an argument; reports a field that its type does not have. */
function typeBehind(
  type: GraphQLInputType,
  path: Path,
  argument: string,
  context: TemplateContext,
): GraphQLInputType | undefined {
  let current: GraphQLInputType = type
  for (const segment of path) {
    const open = getNullableType(current) as GraphQLInputType
    if (segment.kind !== 'property') {
      if (!isListType(open)) return undefined
      current = open.ofType
      continue
    }
    const named = getNamedType(open)
    if (!isInputObjectType(named)) return undefined
    const fields = named.getFields()
    if (!Object.hasOwn(fields, segment.name)) {
      context.report(
        argument,
        `the input type ${named.name} has no field "${segment.name}".`,
        suggestOrList(segment.name, Object.keys(fields), 'fields'),
      )
      return undefined
    }
    current = (fields[segment.name] as { type: GraphQLInputType }).type
  }
  return current
}

/** Whether the expression has no value in some request that is valid: its argument, or an input field on the way, is optional. */
export function couldBeAbsent(expression: Expression, args: readonly GraphQLArgument[]): boolean {
  const { from, fallback } = expression
  if (from.root !== 'args' || (fallback !== undefined && fallback !== null)) return false
  const [first, ...rest] = from.path
  const found = args.find(each => first?.kind === 'property' && each.name === first.name)
  if (!found) return false
  let optional = !isNonNullType(found.type) && found.default === undefined
  let type: GraphQLInputType = found.type
  for (const segment of rest) {
    const named = getNamedType(type)
    if (segment.kind !== 'property' || !isInputObjectType(named)) return true
    const field = named.getFields()[segment.name]
    if (!field) return true
    optional ||= !isNonNullType(type) || (!isNonNullType(field.type) && field.default === undefined)
    type = field.type
  }
  return optional
}
