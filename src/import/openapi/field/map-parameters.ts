import { CONNECTION_HEADERS, HEADER_NAME } from '../../../plan/http/header-value.ts'
import { camelCase } from '../../name/case.ts'
import { NamesTaken } from '../../name/names-taken.ts'
import type { Notes } from '../../notes.ts'
import { EnumLiteral, type Literal, type SdlDirective } from '../../sdl/sdl.ts'
import type { Operation, Parameter } from '../document/operation.ts'
import { defaultLiteral, onlyValue } from '../draft/default-literal.ts'
import type { Spot, TypeRef } from '../draft/draft.ts'
import type { PagedList } from '../page/find-pages.ts'
import { DEPRECATED } from '../schema/deprecated.ts'
import { pathTemplate, withQuery } from '../url-text.ts'
import { type ParameterTools, type ParameterValue, parameterValues } from './parameter-values.ts'

export interface ArgumentDraft {
  readonly name: string
  readonly type: TypeRef
  readonly needed: boolean
  readonly description: string | undefined
  readonly fallback: Literal | undefined
  readonly directives: readonly SdlDirective[]
}

export interface MappedParameters {
  readonly url: string
  readonly headers: readonly string[]
  readonly args: readonly ArgumentDraft[]
}

/**
 * The URL, headers and arguments of an operation, without the parameters that its pages send; why there are none where it
 * needs what can't be said.
 */
export function mapParameters(
  operation: Operation,
  tools: ParameterTools & { readonly notes: Notes },
  placeOf: (words: readonly string[], argument: () => string) => Spot,
  list: PagedList | undefined,
): MappedParameters | string {
  const { notes } = tools
  const names = new NamesTaken([...(operation.body ? ['input'] : []), ...(list ? ['first', 'after'] : [])])
  const args: ArgumentDraft[] = []
  const inPath = new Map<string, string>()
  const query: [string, string][] = []
  const headers = new Map<string, string>()
  for (const parameter of operation.parameters) {
    if (list?.sent.has(parameter)) continue
    const leaveOut = (name: string, why: string) =>
      notes.leaveOut(`The parameter ${JSON.stringify(name)} of ${operation.label}`, why)
    const values =
      valuesOf(parameter, headers) ??
      parameterValues(parameter, tools, words => placeOf(words, () => camelCase(words)), leaveOut)
    if (typeof values === 'string') {
      if (parameter.required) return `its parameter ${JSON.stringify(parameter.name)} is needed, and ${values}`
      leaveOut(parameter.name, values)
      continue
    }
    for (const value of values) {
      const name = names.take([camelCase(value.words) || 'value'])
      args.push(argumentOf(name, value, parameter))
      const template = `{$args.${name}${value.pipe === undefined ? '' : ` | ${value.pipe}`}}`
      if (parameter.in === 'path') inPath.set(parameter.name, template)
      else if (parameter.in === 'query') query.push([value.name, template])
      else headers.set(parameter.name.toLowerCase(), `${parameter.name}: ${withJoin(name, value)}`)
    }
  }
  const url = withQuery(
    pathTemplate(operation.path, name => inPath.get(name) ?? ''),
    query,
  )
  return { url, headers: [...headers.values()], args }
}

/** Why a parameter can't be said at all. */
function valuesOf({ in: place, name }: Parameter, headers: ReadonlyMap<string, string>): string | undefined {
  if (place === 'cookie') return 'it is a cookie'
  if (place === 'header' && (!HEADER_NAME.test(name) || CONNECTION_HEADERS.has(name.toLowerCase())))
    return 'no call can set that header'
  if (place === 'header' && headers.has(name.toLowerCase())) return 'another one sets that header'
  return place === 'query' && name === '' ? 'it has no name' : undefined
}

function withJoin(name: string, { type, pipe }: ParameterValue): string {
  const own = pipe ?? (type.kind === 'list' ? "join ','" : undefined)
  return own === undefined ? `{$args.${name}}` : `{$args.${name} | ${own}}`
}

/**
 * What a parameter has where a client gives none is the API's to say (OpenAPI 3.1, 4.8.24.2.4): only one that has to be sent has
 * a default here.
 */
function argumentOf(
  name: string,
  { type, needed, view, description }: ParameterValue,
  parameter: Parameter,
): ArgumentDraft {
  const told = defaultLiteral(view.fallback, type)
  const fallback = needed ? (told ?? onlyValue(type)) : undefined
  // What is needed can't be deprecated (GraphQL specification, 3.13.3).
  const isDeprecated = (parameter.deprecated || view.deprecated) && !(needed && fallback === undefined)
  return {
    name,
    type,
    needed,
    description: needed || told === undefined ? description : withDefault(description, told),
    fallback,
    directives: isDeprecated ? [DEPRECATED] : [],
  }
}

function withDefault(description: string | undefined, value: Literal): string {
  const text = description?.trim() ?? ''
  if (/\bdefault/i.test(text)) return text
  const shown = [value].flat().map(each => (each instanceof EnumLiteral ? each.name : String(each)))
  const told = `Default: ${shown.join(', ')}.`.replace(/\.\.$/, '.')
  return text === '' ? told : `${text}${/[.!?]$/.test(text) ? '' : '.'} ${told}`
}
