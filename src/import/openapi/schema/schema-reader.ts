import { isObject } from '../../../plan/is-object.ts'
import { child, type Documents, identityOf, type Located } from '../document/documents.ts'
import { own, ownEntries, ownList, ownNames, ownText } from '../own-property.ts'
import { annotate, annotationsOf, isStructure, NOTHING, tellsStructure } from './annotations.ts'
import { componentName } from './component-name.ts'
import { flatten } from './flatten-choice.ts'
import { Kinds } from './kinds-of.ts'
import { mergeAll, mergeAny, mergeEnums } from './merge-views.ts'
import { readEnum } from './read-enum.ts'
import { readScalar } from './read-scalar.ts'
import type { Annotations, ObjectView, ScalarView, SchemaView } from './schema-view.ts'

const MADE_OF_ITSELF = 'it is made of itself'

/** Reads schemas of OpenAPI 3.0 and 3.1 (JSON Schema 2020-12), whatever is wrong in them; each place once. */
export class SchemaReader {
  readonly #documents: Documents
  readonly #views = new Map<string, SchemaView>()
  readonly #reading = new Set<string>()

  readonly #kinds: Kinds

  constructor(documents: Documents) {
    this.#documents = documents
    this.#kinds = new Kinds(documents)
  }

  /**
   * What the kinds of an object have that has a discriminator, as one object; `undefined` for an object without kinds, or
   * with one that is no object.
   */
  kindsOf(base: ObjectView): ObjectView | undefined {
    const kinds = base.subtypes === undefined ? [] : this.#kinds.of(base.id).map(place => this.read(place))
    if (kinds.length === 0) return undefined
    return mergeAny(kinds, { file: '', pointer: `kinds ${base.id}`, value: undefined }, {}, base)
  }

  read(located: Located): SchemaView {
    const id = identityOf(located)
    const known = this.#views.get(id)
    if (known) return known
    if (this.#reading.has(id)) return { ...NOTHING, kind: 'any', why: MADE_OF_ITSELF }
    this.#reading.add(id)
    const view = this.#read(located)
    this.#reading.delete(id)
    // Once all that it is made of is read, it can be read as well.
    if (view.kind !== 'any' || view.why !== MADE_OF_ITSELF) this.#views.set(id, view)
    return view
  }

  /** Takes note of an integer beyond 2^31 that the document shows at a place. */
  widen(located: Located): void {
    this.#amend(located, { isWide: true })
  }

  /** Takes note of a text that is not of its format. */
  forgetFormat(located: Located): void {
    this.#amend(located, { format: '' })
  }

  /** What is read of a scalar from now on, in the place of what its schema says. */
  #amend(located: Located, known: Partial<Pick<ScalarView, 'isWide' | 'format'>>): void {
    const view = this.read(located)
    if (view.kind === 'scalar') this.#views.set(identityOf(located), { ...view, ...known })
  }

  #read(located: Located): SchemaView {
    const { value } = located
    if (!isObject(value))
      return { ...NOTHING, kind: 'any', ...(value === undefined ? { why: 'there is no schema' } : {}) }
    const structure = this.#structureOf(located)
    // A part of an `allOf` may say nothing but what the whole is for.
    const parts = ownList(value, 'allOf').filter(part => !tellsStructure(part))
    return annotate(structure, [value, ...parts].map(annotationsOf))
  }

  #structureOf(located: Located): SchemaView {
    const { value } = located
    const parts = this.#partsOf(located)
    const [only] = parts
    if (parts.length === 1 && only && only !== located) return this.read(only)
    if (parts.length > 1) {
      const views = parts
        .map(part => (part === located ? this.#ownStructure(located) : this.read(part)))
        .filter(view => !this.#isMadeOf(view, located))
      const hasObject = views.some(({ kind }) => kind === 'object')
      // A choice beside an object adds what any of its objects has.
      const merged = views.map(view =>
        hasObject && view.kind === 'choice' ? (mergeAny(flatten(view, this), located, {}) ?? view) : view,
      )
      return mergeAll(merged, located, componentName(located))
    }
    return isObject(value) ? this.#ownStructure(located) : { ...NOTHING, kind: 'any' }
  }

  /** Whether a part is a choice of the whole and others: a pet, of which this is a kind. It says nothing of this kind. */
  #isMadeOf(part: SchemaView, located: Located): boolean {
    if (part.kind === 'any') return part.why === MADE_OF_ITSELF
    const isWhole = (member: Located) => identityOf(this.#documents.follow(member)) === identityOf(located)
    return part.kind === 'choice' && part.members.some(isWhole)
  }

  /** What a schema is put together from: a reference, the parts of its `allOf`, and itself where it says more. */
  #partsOf(located: Located): Located[] {
    const { value } = located
    if (!isObject(value)) return []
    const isReference = typeof value.$ref === 'string'
    const all = child(located, 'allOf')
    const parts = ownList(value, 'allOf').map((_part, index) => child(all, index))
    const telling = parts.filter(part => tellsStructure(part.value))
    const says = Object.keys(value).some(key => isStructure(key) && key !== '$ref' && key !== 'allOf')
    // The target's own place, so that all references to it are one.
    const target = isReference ? [this.#documents.follow(located)] : []
    return [...target, ...telling, ...(says || (target.length === 0 && telling.length === 0) ? [located] : [])]
  }

  /** Without its `$ref` and `allOf`. */
  #ownStructure(located: Located): SchemaView {
    const { value } = located
    if (!isObject(value)) return { ...NOTHING, kind: 'any' }
    const types = [own(value, 'type')].flat().filter(type => typeof type === 'string')
    const nullable = types.includes('null')
    const named = types.filter(type => type !== 'null')
    const base = { ...NOTHING, nullable }
    const [type = implicitType(value), another] = named
    if (own(value, 'enum') !== undefined || own(value, 'const') !== undefined) return readEnum(located, nullable)
    const choice = this.#readChoice(located)
    if (choice) return { ...choice, nullable: choice.nullable || nullable }
    if (another !== undefined) {
      const members = named.map((each, index) => ({
        ...located,
        pointer: `${located.pointer}/type/${index}`,
        value: { ...value, type: each },
      }))
      return { ...base, kind: 'choice', id: identityOf(located), members }
    }
    if (type === 'object') return { ...this.#readObject(located), nullable }
    if (type === 'array') return { ...readList(located), nullable }
    if (type === 'string' || type === 'integer' || type === 'number' || type === 'boolean')
      return { ...readScalar(type, value), nullable }
    if (type === undefined && nullable) return { ...base, kind: 'any' }
    return {
      ...base,
      kind: 'any',
      ...(type === undefined ? {} : { why: `its type ${JSON.stringify(type)} is unknown` }),
    }
  }

  /** `oneOf` and `anyOf`; none where their members only say what is required. */
  #readChoice(located: Located): SchemaView | undefined {
    const key = ['oneOf', 'anyOf'].find(name => ownList(located.value, name).length > 0)
    if (key === undefined) return undefined
    const list = child(located, key)
    const members = ownList(located.value, key).map((_member, index) => child(list, index))
    const telling = members.filter(({ value }) =>
      ownNames(value).some(name => name !== 'required' && name !== 'not' && isStructure(name)),
    )
    if (telling.length === 0) return undefined
    const rest = telling.filter(({ value }) => own(value, 'type') !== 'null' && !isNullEnum(value))
    const nullable = rest.length < telling.length
    const [only] = rest
    const views = rest.map(member => this.read(member))
    const isNullable = nullable || views.some(view => view.nullable)
    if (own(located.value, 'properties') !== undefined || located.isEither) {
      const base = located.isEither ? undefined : this.#readObject(located)
      const merged = mergeAny(views, located, componentName(located), base)
      if (merged) return { ...merged, nullable: isNullable }
      if (base) return { ...NOTHING, kind: 'any', nullable, why: 'what it is made of does not go together' }
    }
    if (only && rest.length === 1) return { ...this.read(only), nullable: isNullable }
    if (!only) return { ...NOTHING, kind: 'any', nullable }
    const merged = mergeLists(views, located)
    if (merged) return { ...merged, nullable: isNullable }
    if (views.every(view => view.kind === 'enum'))
      return { ...NOTHING, ...mergeEnums(views, located, componentName(located)), nullable: isNullable }
    return {
      ...NOTHING,
      nullable,
      kind: 'choice',
      id: identityOf(located),
      ...componentName(located),
      members: rest,
      ...this.#discriminatorOf(located),
    }
  }

  #discriminatorOf(located: Located): Pick<Extract<SchemaView, { kind: 'choice' }>, 'discriminator'> {
    const discriminator = own(located.value, 'discriminator')
    const property = ownText(discriminator, 'propertyName')
    if (property === undefined) return {}
    const values = new Map<string, string>()
    for (const [value, reference] of ownEntries(discriminator, 'mapping')) {
      if (typeof reference !== 'string') continue
      // A bare name is that of a component (OpenAPI 3.1, 4.8.25).
      const target = /[#/.]/.test(reference) ? reference : `#/components/schemas/${reference}`
      values.set(value, identityOf(this.#documents.follow({ ...located, value: { $ref: target } })))
    }
    return { discriminator: { property, values } }
  }

  #readObject(located: Located): Annotations & ObjectView {
    // A reference has no place here either, and some documents have one.
    const list = this.#documents.follow(child(located, 'properties'))
    const properties = new Map(ownEntries({ list: list.value }, 'list').map(([name]) => [name, child(list, name)]))
    const required = new Set(ownList(located.value, 'required').filter(name => typeof name === 'string'))
    const [open] = ['additionalProperties', 'patternProperties'].filter(name => isObject(own(located.value, name)))
    const entries = open === 'additionalProperties' ? child(located, open) : undefined
    const discriminator = own(located.value, 'discriminator')
    // Swagger 2.0 names the property alone.
    const subtypes = typeof discriminator === 'string' ? discriminator : ownText(discriminator, 'propertyName')
    return {
      ...NOTHING,
      kind: 'object',
      id: identityOf(located),
      ...componentName(located),
      properties,
      required,
      absent: new Set(),
      isOpen: open !== undefined,
      ...(entries ? { entries } : {}),
      ...(subtypes === undefined ? {} : { subtypes }),
    }
  }
}

/** Any of several lists of one file: a list of what any of them has. */
function mergeLists(views: readonly SchemaView[], { pointer, isEither }: Located): SchemaView | undefined {
  const lists = views.flatMap(view => (view.kind === 'list' ? [view.items] : []))
  const [first] = lists
  if (!first || lists.length < views.length || lists.some(({ file }) => file !== first.file)) return undefined
  const value = { anyOf: lists.map(items => items.value ?? {}) }
  const items = { file: first.file, pointer: `${pointer}/items`, value, ...(isEither ? { isEither } : {}) }
  return { ...NOTHING, kind: 'list', items }
}

function readList(located: Located): SchemaView {
  const maxItems = own(located.value, 'maxItems')
  return {
    ...NOTHING,
    kind: 'list',
    items: child(located, 'items'),
    ...(typeof maxItems === 'number' ? { maxItems } : {}),
  }
}

function implicitType(value: unknown): string | undefined {
  if (
    ['properties', 'additionalProperties', 'required', 'patternProperties'].some(key => own(value, key) !== undefined)
  )
    return 'object'
  return own(value, 'items') === undefined ? undefined : 'array'
}

function isNullEnum(value: unknown): boolean {
  const list = own(value, 'enum')
  return Array.isArray(list) && list.every(each => each === null)
}
