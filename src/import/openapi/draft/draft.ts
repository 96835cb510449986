import { type Path, propertyPath } from '../../../plan/path.ts'
import type { Literal, LiteralObject } from '../../sdl/sdl.ts'
import type { EnumView, ObjectView } from '../schema/schema-view.ts'

/** A definition while the schema is made; its name is given last, when all that want one are known. */
export type Draft = ObjectDraft | EnumDraft | UnionDraft

interface Named {
  /** Empty until it is given. */
  name: string
  /** Names that it would like, the best first; asked when what it is named after has its name. */
  wishes(): readonly string[]
  /** Whether the document names it. */
  readonly isComponent: boolean
  readonly description: string | undefined
}

export interface ObjectDraft extends Named {
  readonly kind: 'type' | 'input'
  readonly view: ObjectView
  readonly fields: FieldDraft[]
  /** Fields that no property has: links and lists of other objects. */
  readonly extra: ExtraField[]
  home: LiteralObject | undefined
  /** The value that tells it in unions. */
  toldBy: string | undefined
  /** Whether a connection of it is answered, whose types are named after it. */
  isPaged: boolean
}

export interface FieldDraft {
  readonly name: string
  readonly property: string
  readonly description: string | undefined
  readonly deprecated: boolean
  readonly type: TypeRef
  /** Whether it is non-null. */
  needed: boolean
  /** How the API writes it: its `as`. */
  readonly notation: string | undefined
  /** What an input has where a client says nothing. */
  readonly fallback?: Literal | undefined
}

interface ExtraField {
  readonly name: string
  readonly type: TypeRef
  /** A property of the parent, or a binding. */
  readonly from: { readonly property: string } | { readonly http: LiteralObject }
}

export interface EnumDraft extends Named {
  readonly kind: 'enum'
  /** Whether an answer has it: then one value stands for all that the API may add. */
  isAnswered: boolean
  readonly view: EnumView
}

export interface UnionDraft extends Named {
  readonly kind: 'union'
  /** What tells the type of an object. */
  readonly property: string
  readonly members: readonly ObjectDraft[]
}

/** A type without the `!` of where it stands. */
export type TypeRef =
  | { readonly kind: 'named'; readonly of: string | Draft }
  /** A map is a list of the entries of an object. */
  | { readonly kind: 'list'; readonly item: TypeRef; readonly nullableItems: boolean; readonly isMap?: boolean }
  | { readonly kind: 'connection'; readonly node: ObjectDraft }

export function named(of: string | Draft): TypeRef {
  return { kind: 'named', of }
}

export const JSON_TYPE: TypeRef = named('JSON')

/** The type's text, once its names are given. */
export function typeText(type: TypeRef): string {
  if (type.kind === 'connection') return `${type.node.name}Connection`
  if (type.kind === 'list') return `[${typeText(type.item)}${type.nullableItems ? '' : '!'}]`
  return typeof type.of === 'string' ? type.of : type.of.name
}

/** Whether it is a list of the entries of an object. */
export function isMap(type: TypeRef): boolean {
  return type.kind === 'list' && type.isMap === true
}

/** The path to the entries of a property, or of a value that is such an object itself. */
export function entriesPath(property: string | undefined): Path {
  return [...(property === undefined ? [] : propertyPath(property)), { kind: 'each', of: 'entries' }]
}

/** What a type is named after, and how it is told of. */
export interface Spot {
  /** The words of the property or parameter; of what a list has, in the singular. */
  readonly words: readonly string[]
  /** The name of a type that stands only here; the words are the place's. */
  typeName(words: readonly string[]): string
  /** Whether what stands there may say in which notation it is written. */
  readonly takesNotation?: boolean
  /** Whether it is what a list or a map has. */
  readonly isItem?: boolean
  /** Whether it is an argument, not a part of a type. */
  readonly isArgument: boolean
  /** Where it is in the schema: `Post.tags`. */
  coordinate(): string
}
