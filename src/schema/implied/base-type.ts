import type { ConstDirectiveNode, FieldDefinitionNode } from 'graphql'

/** A type of the file from whose name that of an implied type is made. */
export interface BaseType {
  readonly name: string
  readonly kind: 'object' | 'interface' | 'union'
  /** The directive that says where its objects are loaded from. */
  readonly home: ConstDirectiveNode | undefined
  /** All its fields, those of extensions too; none for a union. */
  readonly fields: readonly FieldDefinitionNode[]
  /** Its fields that hold one scalar or enum value, and have neither a binding nor arguments. */
  readonly leaves: readonly LeafField[]
  /** Its plain fields that hold an implied range. */
  readonly ranges: readonly LeafField[]
  /** Its fields that surely hold related rows of the same database. */
  readonly related: readonly RelatedField[]
}

/** A public plain leaf field. */
export interface LeafField {
  readonly name: string
  /** The name of its scalar or enum type, or that of its range. */
  readonly type: string
  /** Whether it reads a whole column or property, and no path inside one. */
  readonly whole: boolean
  /** Whether it reads a value inside a column of a database, which can be compared there. */
  readonly inside: boolean
}

/** A field whose related rows a filter can ask about. */
export interface RelatedField {
  readonly name: string
  /** The name of the related type. */
  readonly type: string
  readonly list: boolean
}
