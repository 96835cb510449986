import { wordsOfProperty } from '../../name/property-name.ts'
import type { Located } from '../document/documents.ts'
import type { Parameter } from '../document/operation.ts'
import { commonScalar } from '../draft/choice-type.ts'
import { named, type Spot, type TypeRef } from '../draft/draft.ts'
import type { EnumTypes } from '../draft/enum-types.ts'
import { shownProperties } from '../draft/object-draft.ts'
import type { ObjectTypes } from '../draft/object-types.ts'
import { scalarOf } from '../draft/scalar-type.ts'
import { flatten } from '../schema/flatten-choice.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { ObjectView, SchemaView } from '../schema/schema-view.ts'

/** One value that a URL or header has: a parameter, or a property of one that is an object. */
export interface ParameterValue {
  /** In the URL: `created[gte]`. */
  readonly name: string
  readonly words: readonly string[]
  readonly type: TypeRef
  /** What is done with the value: what stands between the items of a list, without which the parameter is repeated. */
  readonly pipe: string | undefined
  readonly needed: boolean
  readonly view: SchemaView
  readonly description: string | undefined
}

/** What makes the types of parameters. */
export interface ParameterTools {
  readonly reader: SchemaReader
  readonly enums: EnumTypes
  readonly inputs: ObjectTypes
}

const SEPARATORS: ReadonlyMap<string, string> = new Map([
  ['simple', ','],
  ['form', ','],
  ['spaceDelimited', ' '],
  ['pipeDelimited', '|'],
])

const NO_VALUE = 'it is no text, number or list of them'

/** The values of a parameter, or why there are none; `leaveOut` is told of parts that are left out. */
export function parameterValues(
  parameter: Parameter,
  tools: ParameterTools,
  placeOf: (words: readonly string[]) => Spot,
  leaveOut: (name: string, why: string) => void,
): ParameterValue[] | string {
  const { reader, enums } = tools
  const { name, schema, style, explode } = parameter
  if (parameter.json) return [jsonValue(parameter, parameter.json, tools, placeOf)]
  if (schema === undefined) return 'it is written as a media type'
  const repeated = parameter.in === 'query' && style === 'form' && explode
  if (!repeated && !SEPARATORS.has(style) && style !== 'deepObject') return `its style is ${style}`
  const words = wordsOfProperty(name)
  const place = placeOf(words)
  const found = valueType(schema, place, reader, enums)
  const view = reader.read(schema)
  if (found) {
    const separator = found.kind === 'list' && !repeated ? SEPARATORS.get(style) : undefined
    const description = parameter.description ?? view.description
    // A path has no place for nothing.
    const needed = parameter.required && (!view.nullable || parameter.in === 'path')
    const pipe = separator === undefined ? (parameter.isPath ? 'path' : undefined) : `join '${separator}'`
    // Stripe, Rails and PHP take `expand[]=a&expand[]=b`.
    const sent = found.kind === 'list' && style === 'deepObject' ? `${name}[]` : name
    return [{ name: sent, words, type: found, pipe, needed, view, description }]
  }
  if (parameter.in !== 'query') return NO_VALUE
  const views = view.kind === 'choice' ? flatten(view, reader) : [view]
  const [object, another] = views.filter(each => each.kind === 'object')
  if (!object || another) return NO_VALUE
  if (style !== 'deepObject') return repeated ? 'its properties have no names' : 'it is an object in one text'
  const rest = views.filter(each => each !== object)
  const plain = rest.length === 0 ? undefined : commonScalar(rest, words, 'url')
  if (rest.length > 0 && !plain) return NO_VALUE
  const values = propertyValues(
    parameter,
    object,
    reader,
    (all, inner) => valueType(inner, placeOf(all), reader, enums),
    leaveOut,
  )
  if (typeof values === 'string' || !plain) return values
  // A text or number may stand where the object does: `created=5` beside `created[gte]=5`.
  const description = parameter.description ?? view.description
  const optional = values.map(value => ({ ...value, needed: false }))
  return [{ name, words, type: plain, pipe: undefined, needed: false, view, description }, ...optional]
}

/** A value that is sent as the text of its JSON. */
function jsonValue(
  { name, required, description }: Parameter,
  json: Located,
  { reader, inputs }: ParameterTools,
  placeOf: (words: readonly string[]) => Spot,
): ParameterValue {
  const words = wordsOfProperty(name)
  const view = reader.read(json)
  const needed = required && !view.nullable
  return { name, words, type: inputs.of(json, placeOf(words)), pipe: 'json', needed, view, description }
}

/** A value for each property of an object: `filter[state]`. */
function propertyValues(
  { name, required }: Parameter,
  object: ObjectView,
  reader: SchemaReader,
  typeOf: (words: readonly string[], place: Located) => TypeRef | undefined,
  leaveOut: (name: string, why: string) => void,
): ParameterValue[] | string {
  const values = shownProperties(object, 'input', reader).map(
    ([property, inner, view]): ParameterValue | undefined | null => {
      const words = [...wordsOfProperty(name), ...wordsOfProperty(property)]
      const type = typeOf(words, inner)
      const needed = required && object.required.has(property) && !view.nullable
      // What need not be said can be left out.
      if (!type && !needed) leaveOut(`${name}[${property}]`, NO_VALUE)
      if (!type) return needed ? undefined : null
      const full = `${name}[${property}]${type.kind === 'list' ? '[]' : ''}`
      return { name: full, words, type, pipe: undefined, needed, view, description: view.description }
    },
  )
  const usable = values.filter(value => value !== undefined && value !== null)
  return values.includes(undefined) || usable.length === 0 ? 'not all of its properties are text or numbers' : usable
}

/** A scalar, an enum or a list of them, as a URL can say it. */
function valueType(
  located: Located,
  place: Spot,
  reader: SchemaReader,
  enums: EnumTypes,
  inList = false,
): TypeRef | undefined {
  const view = reader.read(located)
  switch (view.kind) {
    case 'scalar':
      return named(scalarOf(view, place.words, 'url'))
    case 'enum':
      return named(enums.of(view, place))
    case 'any':
      return view.why === undefined || view.why === 'there is no schema' ? named('String') : undefined
    case 'list': {
      const item = inList ? undefined : valueType(view.items, place, reader, enums, true)
      return item && { kind: 'list', item, nullableItems: false }
    }
    case 'choice': {
      const views = flatten(view, reader)
      const list = views.find(each => each.kind === 'list')
      const rest = views.filter(each => each !== list)
      // One text where a list may stand is a list of it.
      if (list?.kind === 'list' && !inList && rest.every(each => each.kind === 'scalar' || each.kind === 'enum'))
        return {
          kind: 'list',
          item: commonScalar([...rest, reader.read(list.items)], place.words, 'url') ?? named('String'),
          nullableItems: false,
        }
      return commonScalar(views, place.words, 'url')
    }
    default:
      return undefined
  }
}
