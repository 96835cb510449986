import { pascalCase } from '../../name/case.ts'
import { wordsOf } from '../../name/words.ts'
import { identityOf, type Located } from '../document/documents.ts'
import type { Notes } from '../notes.ts'
import { flatten } from '../schema/flatten-choice.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { Annotations, ChoiceView, ObjectView, SchemaView } from '../schema/schema-view.ts'
import { commonScalar } from './choice-type.ts'
import { JSON_TYPE, named, type ObjectDraft, type Spot, type TypeRef, type UnionDraft } from './draft.ts'
import type { EnumTypes } from './enum-types.ts'
import { fillFields, itemPlace, mayBeNull, objectDraft, shownProperties } from './object-draft.ts'
import { scalarOf } from './scalar-type.ts'
import { tellTypes } from './tell-types.ts'

export interface ObjectTypesOptions {
  /** The types of answers, or the inputs of bodies. */
  readonly kind: ObjectDraft['kind']
  readonly reader: SchemaReader
  readonly enums: EnumTypes
  readonly notes: Notes
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
  readonly #unfilled: ObjectDraft[] = []
  readonly #lists = new Set<string>()

  constructor(options: ObjectTypesOptions) {
    this.#options = options
  }

  get drafts(): ObjectDraft[] {
    return [...this.#objects.values()]
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
        return named(scalarOf(view, place.words, this.#where))
      case 'enum':
        return named(enums.of(view, place))
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
    for (let draft = this.#unfilled.shift(); draft; draft = this.#unfilled.shift())
      fillFields(draft, reader, notes, (located, place) => this.of(located, place))
  }

  get #where(): 'answer' | 'body' {
    return this.#options.kind === 'type' ? 'answer' : 'body'
  }

  #list(items: Located, place: Spot): TypeRef {
    const id = identityOf(items)
    if (this.#lists.has(id)) return this.#json(place, 'it is a list of itself')
    this.#lists.add(id)
    const item = this.of(items, itemPlace(place))
    this.#lists.delete(id)
    const { kind, reader } = this.#options
    return { kind: 'list', item, nullableItems: mayBeNull(reader.read(items), kind) }
  }

  #object(view: ObjectView & Annotations, place: Spot): TypeRef {
    const { kind, reader, wishesOf } = this.#options
    const known = this.#objects.get(view.id)
    if (known) return named(known)
    if (shownProperties(view, kind, reader).length === 0) return JSON_TYPE
    const draft = objectDraft(kind, view, () => wishesOf(view, place))
    this.#objects.set(view.id, draft)
    this.#unfilled.push(draft)
    return named(draft)
  }

  #choice(choice: ChoiceView & Annotations, place: Spot): TypeRef {
    const { kind, reader, hasHome } = this.#options
    const views = flatten(choice, reader)
    const scalar = commonScalar(views, place.words, this.#where)
    if (scalar) return scalar
    const objects = views.filter(view => view.kind === 'object')
    const [object, another] = objects
    const others = views.filter(view => view.kind !== 'object')
    // A key may stand where an object belongs: the home of the type loads it.
    if (object && !another && (others.length === 0 || (others.every(isKey) && hasHome(object.id))))
      return this.#object(object, place)
    if (kind === 'input') return this.#json(place, 'GraphQL has no input of several types')
    if (others.length > 0) return this.#json(place, 'it can be of several types')
    return this.#union(choice, objects, place) ?? this.#json(place, 'nothing tells which of several objects it is')
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
    return named(union)
  }

  #json(place: Spot, why: string | undefined): TypeRef {
    if (why !== undefined) this.#options.notes.asJson(place.coordinate, why)
    return JSON_TYPE
  }
}

function isKey(view: SchemaView): boolean {
  return view.kind === 'scalar' && (view.type === 'string' || view.type === 'integer')
}
