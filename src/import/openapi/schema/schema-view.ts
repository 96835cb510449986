import type { Located } from '../document/documents.ts'

/** What a schema says of a value whatever its type is. */
export interface Annotations {
  readonly nullable: boolean
  readonly description?: string
  readonly deprecated: boolean
  readonly readOnly: boolean
  readonly writeOnly: boolean
  /** The `default`, of any type; `undefined` where there is none. */
  readonly fallback?: unknown
  /** What the document gives as examples of it; of objects and lists only. */
  readonly examples?: readonly unknown[]
}

/** A schema as types are made of it: references followed, `allOf` merged, null told apart. */
export type SchemaView = Annotations & (ObjectView | ListView | EnumView | ScalarView | ChoiceView | AnyView)

export interface ObjectView {
  readonly kind: 'object'
  /** The same for every reference to the schema. */
  readonly id: string
  /** The name of a component; an inline schema has none. */
  readonly name?: string
  readonly properties: ReadonlyMap<string, Located>
  readonly required: ReadonlySet<string>
  /** What the document requires, and its own examples of answers lack. */
  readonly absent?: Set<string>
  /** What the values of properties of any name are. */
  readonly entries?: Located
  /** Whether objects have properties of any name, too. */
  readonly isOpen?: boolean
  /** The property that tells of which schema they are that is made of this one. */
  readonly subtypes?: string
}

interface ListView {
  readonly kind: 'list'
  readonly items: Located
  readonly maxItems?: number
}

/** Some texts, or a single one; numbers where the document names them. */
export interface EnumView {
  readonly kind: 'enum'
  readonly id: string
  readonly name?: string
  readonly values: readonly (string | number)[]
  /** What the document calls the values, in their order. */
  readonly names?: readonly string[]
}

export interface ScalarView {
  readonly kind: 'scalar'
  readonly type: 'string' | 'integer' | 'number' | 'boolean'
  readonly format: string
  readonly minimum?: number
  readonly maximum?: number
  /** Whether the document shows values beyond 2^31. */
  readonly isWide?: boolean
  /** Whether a text has to be a number. */
  readonly isNumeric?: boolean
}

/** One of several schemas. */
export interface ChoiceView {
  readonly kind: 'choice'
  readonly id: string
  readonly name?: string
  readonly members: readonly Located[]
  readonly discriminator?: { readonly property: string; readonly values: ReadonlyMap<string, string> }
}

/** Any JSON. `why` is what could not be told; without it the schema itself says no more. */
interface AnyView {
  readonly kind: 'any'
  readonly why?: string
}

/** Whether all objects have a property, by the document and its own examples. */
export function isAlwaysThere({ required, absent }: ObjectView, property: string): boolean {
  return required.has(property) && absent?.has(property) !== true
}
