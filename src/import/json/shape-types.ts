import { type Naming, translate } from '../../plan/naming.ts'
import { type Path, printPath, propertyPath } from '../../plan/path.ts'
import { camelCase, pascalCase } from '../name/case.ts'
import { fittingNaming } from '../name/fitting-naming.ts'
import { singular } from '../name/inflect.ts'
import { NamesTaken } from '../name/names-taken.ts'
import { wordsOfProperty } from '../name/property-name.ts'
import { wordsOf } from '../name/words.ts'
import type { Notes } from '../notes.ts'
import type { SdlDefinition, SdlDirective, SdlMember } from '../sdl/sdl.ts'
import { mapValues } from './map-values.ts'
import type { Kind, SampleShape } from './shape.ts'

const SCALARS: Readonly<Record<Exclude<Kind, 'object' | 'list'>, string>> = {
  boolean: 'Boolean',
  int: 'Int',
  bigint: 'BigInt',
  float: 'Float',
  date: 'Date',
  datetime: 'DateTime',
  uuid: 'UUID',
  text: 'String',
}

const TEXTS: readonly Kind[] = ['date', 'datetime', 'uuid', 'text']

/** The step of a path to the entries of an object. */
export const ENTRIES: Path = [{ kind: 'each', of: 'entries' }]

function mapFrom(from: string): SdlDirective {
  return { name: 'map', args: { from } }
}

/** The types of a shape, and what their samples could not tell. */
export class ShapeTypes {
  readonly definitions: SdlDefinition[] = []
  readonly notes: Notes
  readonly #names: NamesTaken
  readonly #naming: Naming
  readonly #given: ReadonlyMap<SampleShape, readonly string[]>

  /** `given` are the words of types that are not named after their place. */
  constructor(names: NamesTaken, naming: Naming, given: ReadonlyMap<SampleShape, readonly string[]>, notes: Notes) {
    this.#names = names
    this.#naming = naming
    this.#given = given
    this.notes = notes
  }

  /** The type without its `!`; `name` is that of an object that stands there. */
  typeOf(shape: SampleShape, words: readonly string[], name: readonly string[], coordinate: string): string {
    const [kind, another] = shape.kinds
    if (kind === undefined)
      return this.#json(coordinate, shape.seen > 0 ? 'it is null everywhere' : 'all lists are empty')
    const isKey = words.at(-1) === 'id' || words.at(-1) === 'ids'
    if (isKey && [...shape.kinds].every(each => each === 'int' || each === 'bigint' || TEXTS.includes(each)))
      return 'ID'
    if (another !== undefined) return this.#mixed(shape.kinds, coordinate)
    if (kind === 'list' && shape.items) {
      if (this.isEntries(shape.items)) return `[${this.#json(coordinate, 'the names of its objects look like data')}!]`
      const item = this.typeOf(shape.items, singular(words), singular(name), coordinate)
      // Of what no list has, nothing is known.
      const mayBeNull = shape.items.nullable || shape.items.kinds.size === 0
      return `[${item}${mayBeNull ? '' : '!'}]`
    }
    const values = mapValues(shape)
    if (values) return this.#map(values, words, name, coordinate)
    if (kind === 'object') return shape.properties.size === 0 ? 'JSON' : this.#object(shape, name)
    return kind === 'list' ? 'JSON' : SCALARS[kind]
  }

  /** Whether it is a list of the entries of an object whose names are data. */
  isEntries(shape: SampleShape): boolean {
    return mapValues(shape)?.kinds.has('object') === true
  }

  #map(values: SampleShape, words: readonly string[], name: readonly string[], coordinate: string): string {
    if (!values.kinds.has('object')) return this.#json(coordinate, 'its names look like data')
    const entry = this.#names.take([`${pascalCase(singular(name))}Entry`, 'Entry'])
    const members: SdlMember[] = [{ name: 'key', type: 'String!', directives: [mapFrom('$key')] }]
    this.definitions.push({ kind: 'type', name: entry, members })
    const type = this.typeOf(values, singular(words), singular(name), `${entry}.value`)
    members.push({ name: 'value', type: `${type}${values.nullable ? '' : '!'}`, directives: [mapFrom('$value')] })
    return `[${entry}!]`
  }

  #mixed(kinds: ReadonlySet<Kind>, coordinate: string): string {
    const all = [...kinds]
    if (all.every(kind => kind === 'int' || kind === 'bigint')) return 'BigInt'
    if (all.every(kind => kind === 'int' || kind === 'float' || kind === 'bigint')) return 'Float'
    if (all.every(kind => TEXTS.includes(kind))) return 'String'
    return this.#json(coordinate, 'its samples are of several types')
  }

  #object(shape: SampleShape, words: readonly string[]): string {
    const wish = pascalCase(this.#given.get(shape) ?? words) || 'Value'
    const typeName = this.#names.take([wish, `${wish}Type`])
    const members: SdlMember[] = []
    // Before its parts, so that a type stands before those that it leads to.
    this.definitions.push({ kind: 'type', name: typeName, members })
    const names = new NamesTaken()
    for (const [property, inner] of shape.properties) {
      if (property.includes('{$') || !property.isWellFormed()) {
        this.notes.leaveOut(
          `The property ${JSON.stringify(property)} of ${this.notes.renaming.type(typeName)}`,
          'no @map can name it',
        )
        continue
      }
      const own = wordsOfProperty(property)
      const name = names.take([camelCase(own) || 'value'])
      const type = this.typeOf(inner, own, [...wordsOf(typeName), ...own], `${typeName}.${name}`)
      const needed = !inner.nullable && inner.seen >= shape.objects
      const path = [...propertyPath(property), ...(this.isEntries(inner) ? ENTRIES : [])]
      const isSame = path.length === 1 && translate(name, this.#naming) === property
      members.push({
        name,
        type: `${type}${needed ? '!' : ''}`,
        directives: isSame ? [] : [mapFrom(printPath(path))],
      })
    }
    if (members.length > 0) return typeName
    this.definitions.splice(
      this.definitions.findIndex(each => each.name === typeName),
      1,
    )
    return 'JSON'
  }

  #json(coordinate: string, why: string): string {
    this.notes.asJson(() => coordinate, why)
    return 'JSON'
  }
}

/** The naming under which fewer properties need an `@map`. */
export function namingOf(shape: SampleShape): Naming {
  return fittingNaming(propertiesOf(shape).map(property => [camelCase(wordsOfProperty(property)), property]))
}

/** Those of all depths. */
function propertiesOf(shape: SampleShape): string[] {
  const found: string[] = []
  const open = [shape]
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(...next.properties.keys())
    open.push(...next.properties.values(), ...(next.items ? [next.items] : []))
  }
  return found
}
