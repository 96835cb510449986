import { wordsOfProperty } from '../../name/property-name.ts'
import type { Located } from '../document/documents.ts'
import type { Parameter } from '../document/operation.ts'
import { commonScalar } from '../draft/choice-type.ts'
import { named, type Spot, type TypeRef } from '../draft/draft.ts'
import type { EnumTypes } from '../draft/enum-types.ts'
import { shownProperties } from '../draft/object-draft.ts'
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
  /** What stands between the items of a list; without it the parameter is repeated. */
  readonly separator: string | undefined
  readonly needed: boolean
  readonly view: SchemaView
  readonly description: string | undefined
}

const SEPARATORS: ReadonlyMap<string, string> = new Map([
  ['simple', ','],
  ['form', ','],
  ['spaceDelimited', ' '],
  ['pipeDelimited', '|'],
])

/** The values of a parameter, or why there are none. */
export function parameterValues(
  parameter: Parameter,
  reader: SchemaReader,
  enums: EnumTypes,
  placeOf: (words: readonly string[]) => Spot,
): ParameterValue[] | string {
  const { name, schema, style, explode } = parameter
  if (schema === undefined) return 'it is written as a media type'
  const repeated = parameter.in === 'query' && style === 'form' && explode
  if (!repeated && !SEPARATORS.has(style) && style !== 'deepObject') return `its style is ${style}`
  const words = wordsOfProperty(name)
  const place = placeOf(words)
  const found = valueType(schema, place, reader, enums)
  const view = reader.read(schema)
  if (found) {
    const separator = found.kind === 'list' && !repeated ? SEPARATORS.get(style) : undefined
    if (found.kind === 'list' && style === 'deepObject') return 'a list can not be written as a deep object'
    const description = parameter.description ?? view.description
    return [{ name, words, type: found, separator, needed: parameter.required && !view.nullable, view, description }]
  }
  if (parameter.in !== 'query') return 'it is no text, number or list of them'
  const views = view.kind === 'choice' ? flatten(view, reader) : [view]
  const [object, another] = views.filter(each => each.kind === 'object')
  if (!object || another) return 'it is no text, number or list of them'
  if (style !== 'deepObject' && !repeated) return 'it is an object in one text'
  const rest = views.filter(each => each !== object)
  const plain = rest.length === 0 ? undefined : commonScalar(rest, words, 'url')
  if (rest.length > 0 && (!plain || repeated)) return 'it is no text, number or list of them'
  const values = propertyValues(parameter, object, reader, (all, inner) =>
    valueType(inner, placeOf(all), reader, enums),
  )
  if (typeof values === 'string' || !plain) return values
  // A text or number may stand where the object does: `created=5` beside `created[gte]=5`.
  const description = parameter.description ?? view.description
  const optional = values.map(value => ({ ...value, needed: false }))
  return [{ name, words, type: plain, separator: undefined, needed: false, view, description }, ...optional]
}

/** A value for each property of an object: `filter[state]`, or `state` alone where the style says so. */
function propertyValues(
  { name, style, required }: Parameter,
  object: ObjectView,
  reader: SchemaReader,
  typeOf: (words: readonly string[], place: Located) => TypeRef | undefined,
): ParameterValue[] | string {
  const isDeep = style === 'deepObject'
  const values = shownProperties(object, 'input', reader).map(([property, inner, view]): ParameterValue | undefined => {
    const words = [...(isDeep ? wordsOfProperty(name) : []), ...wordsOfProperty(property)]
    const type = typeOf(words, inner)
    if (type?.kind !== 'named') return undefined
    const needed = required && object.required.has(property) && !view.nullable
    const full = isDeep ? `${name}[${property}]` : property
    return { name: full, words, type, separator: undefined, needed, view, description: view.description }
  })
  const usable = values.filter(value => value !== undefined)
  return usable.length === values.length && values.length > 0 ? usable : 'not all of its properties are text or numbers'
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
