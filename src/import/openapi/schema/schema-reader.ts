import { isObject } from '../../../plan/is-object.ts'
import { child, type Documents, identityOf, type Located } from '../document/documents.ts'
import { own, ownEntries, ownList, ownText } from '../own-property.ts'
import { annotate, annotationsOf, isStructure, NOTHING, tellsStructure } from './annotations.ts'
import { componentName } from './component-name.ts'
import { flatten } from './flatten-choice.ts'
import { mergeChoice, mergeViews } from './merge-views.ts'
import { readEnum } from './read-enum.ts'
import { readScalar } from './read-scalar.ts'
import type { SchemaView } from './schema-view.ts'

/** Reads schemas of OpenAPI 3.0 and 3.1 (JSON Schema 2020-12), whatever is wrong in them; each place once. */
export class SchemaReader {
  readonly #documents: Documents
  readonly #views = new Map<string, SchemaView>()
  readonly #reading = new Set<string>()

  constructor(documents: Documents) {
    this.#documents = documents
  }

  read(located: Located): SchemaView {
    const id = identityOf(located)
    const known = this.#views.get(id)
    if (known) return known
    if (this.#reading.has(id)) return { ...NOTHING, kind: 'any', why: 'it is made of itself' }
    this.#reading.add(id)
    const view = this.#read(located)
    this.#reading.delete(id)
    this.#views.set(id, view)
    return view
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
      const views = parts.map(part => (part === located ? this.#ownStructure(located) : this.read(part)))
      const hasObject = views.some(({ kind }) => kind === 'object')
      const merged = views.map(view =>
        hasObject && view.kind === 'choice' ? mergeChoice(view, flatten(view, this), located) : view,
      )
      return mergeViews(merged, located, componentName(located))
    }
    return isObject(value) ? this.#ownStructure(located) : { ...NOTHING, kind: 'any' }
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
    const telling = members.filter(
      ({ value }) =>
        isObject(value) && Object.keys(value).some(name => name !== 'required' && name !== 'not' && isStructure(name)),
    )
    if (telling.length === 0) return undefined
    const rest = telling.filter(({ value }) => own(value, 'type') !== 'null' && !isNullEnum(value))
    const nullable = rest.length < telling.length
    const [only] = rest
    const inherits = own(located.value, 'properties') !== undefined
    if (inherits) {
      const views = [this.#readObject(located), ...rest.map(member => this.read(member))]
      return { ...mergeViews(views, located, componentName(located), 'any'), nullable }
    }
    if (only && rest.length === 1) {
      const view = this.read(only)
      return { ...view, nullable: nullable || view.nullable }
    }
    if (!only) return { ...NOTHING, kind: 'any', nullable }
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

  #readObject(located: Located): SchemaView {
    // A reference has no place here either, and some documents have one.
    const list = this.#documents.follow(child(located, 'properties'))
    const properties = new Map(ownEntries({ list: list.value }, 'list').map(([name]) => [name, child(list, name)]))
    const required = new Set(ownList(located.value, 'required').filter(name => typeof name === 'string'))
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
      isOpen: ['additionalProperties', 'patternProperties'].some(name => isObject(own(located.value, name))),
      ...(subtypes === undefined ? {} : { subtypes }),
    }
  }
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
