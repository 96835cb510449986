import { isDeepStrictEqual } from 'node:util'
import { pascalCase } from '../../name/case.ts'
import { wordsOf } from '../../name/words.ts'
import type { Notes } from '../../notes.ts'
import { identityOf, type Located } from '../document/documents.ts'
import { flatten } from '../schema/flatten-choice.ts'
import { mergeAny } from '../schema/merge-views.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { Annotations, ChoiceView, ObjectView, SchemaView } from '../schema/schema-view.ts'
import { commonScalar } from './choice-type.ts'
import { dateNotation } from './date-notation.ts'
import { type Draft, JSON_TYPE, named, type ObjectDraft, type Spot, type TypeRef, type UnionDraft } from './draft.ts'
import type { EnumTypes } from './enum-types.ts'
import { entryDraft, otherDraft, wishesOfEntry } from './made-drafts.ts'
import { mainObject } from './main-object.ts'
import { fillFields, itemPlace, mayBeNull, objectDraft, shownProperties } from './object-draft.ts'
import { scalarOf } from './scalar-type.ts'
import { tellTypes } from './tell-types.ts'

/** A draft that gets the fields of a view. */
interface Unfilled {
  readonly draft: ObjectDraft
  readonly view: ObjectView
}

export interface ObjectTypesOptions {
  /** The types of answers, or the inputs of bodies. */
  readonly kind: ObjectDraft['kind']
  readonly reader: SchemaReader
  readonly enums: EnumTypes
  readonly notes: Notes
  /** Whether all fields and items may be null, whatever the schemas require. */
  readonly isLenient?: boolean | undefined
  /** The names that a schema's type would like. */
  wishesOf(view: Pick<ObjectView, 'id' | 'name'>, place: Spot): readonly string[]
  /** Whether the objects of a schema can be loaded by a key. */
  hasHome(id: string): boolean
}

/** The object types of answers or of bodies, each schema once. */
export class ObjectTypes {
  readonly #options: ObjectTypesOptions
  readonly #objects = new Map<string, ObjectDraft>()
  readonly #unions = new Map<string, UnionDraft>()
  readonly #unfilled: Unfilled[] = []
  readonly #lists = new Set<string>()
  readonly #rests = new Set<string>()
  readonly #others: ObjectDraft[] = []
  readonly #entries = new Map<string | Draft, ObjectDraft>()

  constructor(options: ObjectTypesOptions) {
    this.#options = options
  }

  get drafts(): ObjectDraft[] {
    return [...this.#objects.values(), ...this.#entries.values(), ...this.#others]
  }

  get unions(): UnionDraft[] {
    return [...this.#unions.values()]
  }

  /** The type of a schema, where there is one. */
  find(id: string): ObjectDraft | undefined {
    return this.#objects.get(id)
  }

  of(located: Located, place: Spot): TypeRef {
    const { reader, enums } = this.#options
    const view = reader.read(located)
    switch (view.kind) {
      case 'scalar':
        return named(place.takesNotation && dateNotation(view) ? 'DateTime' : scalarOf(view, place.words, this.#where))
      case 'enum':
        // What can be nothing else tells a client nothing; what a client has to send, what it can be.
        if (this.#where === 'body') return named(enums.of(view, place))
        if (view.values.length > 1) return named(enums.inAnswer(view, place))
        return named(typeof view.values[0] === 'number' ? 'Int' : 'String')
      case 'list':
        return this.#list(view.items, place)
      case 'object':
        return this.#object(view, place)
      case 'choice':
        return this.#choice(view, place)
      default:
        return this.#json(place, view.why)
    }
  }

  /** Fills all types, with those that are found on the way. */
  finish(): void {
    const { reader, notes } = this.#options
    for (let next = this.#unfilled.shift(); next; next = this.#unfilled.shift())
      fillFields(next.draft, next.view, reader, notes, (located, place) => this.of(located, place))
    if (this.#options.isLenient)
      for (const { fields } of this.#objects.values()) for (const field of fields) field.needed = false
  }

  get #where(): 'answer' | 'body' {
    return this.#options.kind === 'type' ? 'answer' : 'body'
  }

  #list(items: Located, place: Spot): TypeRef {
    const id = identityOf(items)
    if (this.#lists.has(id)) return this.#json(place, 'it is a list of itself')
    this.#lists.add(id)
    const found = this.of(items, itemPlace(place))
    this.#lists.delete(id)
    const { kind, reader, isLenient = false } = this.#options
    // No path goes through the entries of the items of a list.
    const item = found.kind === 'list' && found.isMap ? JSON_TYPE : found
    return { kind: 'list', item, nullableItems: isLenient || mayBeNull(reader.read(items), kind) }
  }

  #object(view: ObjectView & Annotations, place: Spot): TypeRef {
    const { kind, reader, wishesOf } = this.#options
    const known = this.#objects.get(view.id)
    if (known) return named(known)
    if (shownProperties(view, kind, reader).length === 0) return this.#map(view, place)
    const draft = objectDraft(kind, view, () => wishesOf(view, place))
    this.#objects.set(view.id, draft)
    this.#unfilled.push({ draft, view })
    // What tells its kind by a property may be any of them.
    const kinds = reader.kindsOf(view)
    if (kinds) this.#unfilled.push({ draft, view: kinds })
    return named(draft)
  }

  /** An object whose names are data: a list of its entries, where these are more than scalars. */
  #map({ entries, id }: ObjectView, place: Spot): TypeRef {
    const { kind, reader } = this.#options
    const isPlain = entries === undefined || ['scalar', 'enum', 'any'].includes(reader.read(entries).kind)
    if (isPlain || kind === 'input' || this.#lists.has(id)) return JSON_TYPE
    const inner = itemPlace(place)
    this.#lists.add(id)
    const value = this.of(entries, inner)
    this.#lists.delete(id)
    if (value.kind === 'named' && typeof value.of === 'string') return JSON_TYPE
    // The entries of one type are of one type, too.
    const key = value.kind === 'named' ? value.of : id
    const draft = this.#entries.get(key) ?? entryDraft(value, () => wishesOfEntry(value, inner))
    this.#entries.set(key, draft)
    return { kind: 'list', item: named(draft), nullableItems: false, isMap: true }
  }

  #choice(choice: ChoiceView & Annotations, place: Spot): TypeRef {
    const { kind, reader, hasHome } = this.#options
    const views = flatten(choice, reader)
    const scalar = commonScalar(views, place.words, this.#where)
    const known = scalar ?? this.#oneOrList(views, place)
    if (known) return known
    const objects = views.filter(view => view.kind === 'object')
    // An input of several objects has to take all of what each of them has.
    const main = kind === 'type' || objects.length === 1 ? mainObject(objects, reader) : undefined
    const others = views.filter(view => view.kind !== 'object')
    // A key may stand where an object belongs: the home of the type loads it.
    if (main && others.length > 0 && others.every(isKey) && hasHome(main.id)) return this.#main(main, objects, place)
    if (objects.length === 0 || others.length > 0)
      return this.#json(
        place,
        kind === 'input' ? 'GraphQL has no input of several types' : 'it can be of several types',
      )
    const union = kind === 'type' && objects.length > 1 ? this.#union(choice, objects, place) : undefined
    return union ?? (main ? this.#main(main, objects, place) : this.#either(choice, objects, place))
  }

  /** The list of what stands there by itself or in a list: an answer has to say so by its notation, a body has the list. */
  #oneOrList(views: readonly SchemaView[], place: Spot): TypeRef | undefined {
    const { reader, kind } = this.#options
    const [list, another] = views.filter(view => view.kind === 'list')
    const rest = views.filter(view => view.kind !== 'list')
    const canSay = kind === 'input' || (place.takesNotation && !place.isItem)
    if (!list || another || rest.length === 0 || !canSay) return undefined
    const items = reader.read(list.items)
    const item = rest.every(view => isSame(view, items))
      ? this.of(list.items, itemPlace(place))
      : commonScalar([...rest, items], itemPlace(place).words, this.#where)
    return item && { kind: 'list', item, nullableItems: mayBeNull(items, kind) }
  }

  /** The type of what others are a rest of; what they lack may be null. */
  #main(main: ObjectView & Annotations, objects: readonly ObjectView[], place: Spot): TypeRef {
    const type = this.#object(main, place)
    const draft = this.find(main.id)
    for (const view of objects) {
      const isKnown = view === main || this.#rests.has(`${main.id} ${view.id}`)
      if (!draft || isKnown) continue
      this.#rests.add(`${main.id} ${view.id}`)
      this.#unfilled.push({ draft, view })
    }
    return type
  }

  /** One type for several objects that nothing tells apart, or that one input has to be. */
  #either(choice: ChoiceView & Annotations, objects: readonly (ObjectView & Annotations)[], place: Spot): TypeRef {
    const members = objects.map(({ id }) => id).sort()
    const located = { file: '', pointer: `either ${members.join(' ')}`, value: undefined }
    const { name } = choice
    const merged = mergeAny(objects, located, name === undefined ? {} : { name })
    return merged ? this.#object(merged, place) : this.#json(place, 'what it can be does not go together')
  }

  #union(
    choice: ChoiceView & Annotations,
    objects: readonly (ObjectView & Annotations)[],
    place: Spot,
  ): TypeRef | undefined {
    const { reader, wishesOf } = this.#options
    const known = this.#unions.get(choice.id)
    if (known) return named(known)
    const { property, values = [] } = tellTypes(choice, objects, reader) ?? {}
    // A type has one value, in whatever union it is.
    const isMember = (view: ObjectView, at: number) =>
      shownProperties(view, 'type', reader).length > 0 && [undefined, values[at]].includes(this.find(view.id)?.toldBy)
    if (property === undefined || !objects.every(isMember)) return undefined
    const members: ObjectDraft[] = []
    const { name, description } = choice
    const isComponent = name !== undefined
    const union: UnionDraft = {
      kind: 'union',
      name: '',
      isComponent,
      description: isComponent ? description : undefined,
      wishes: () => wishesOf(choice, place),
      property,
      members,
    }
    this.#unions.set(choice.id, union)
    for (const [at, view] of objects.entries()) {
      const value = values[at] ?? ''
      this.#object(view, { ...place, typeName: () => `${union.name}${pascalCase(wordsOf(value)) || 'Value'}` })
      const draft = this.find(view.id)
      if (!draft) continue
      draft.toldBy = value
      members.push(draft)
    }
    const rest = otherDraft(union, property)
    this.#others.push(rest)
    members.push(rest)
    return named(union)
  }

  #json(place: Spot, why: string | undefined): TypeRef {
    if (why !== undefined) this.#options.notes.asJson(place.coordinate, why)
    return JSON_TYPE
  }
}

/** Whether both are one type of its own. */
function isSame(one: SchemaView, other: SchemaView): boolean {
  if (one.kind === 'object' && other.kind === 'object') return one.id === other.id
  return one.kind === 'enum' && other.kind === 'enum' && isDeepStrictEqual(one.values, other.values)
}

function isKey(view: SchemaView): boolean {
  return view.kind === 'scalar' && (view.type === 'string' || view.type === 'integer')
}
