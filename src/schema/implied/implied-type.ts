import type { FieldDefinitionNode } from 'graphql'
import type { FilterNames } from './filter-names.ts'

/** A type of the file from whose name that of an implied type is made. */
export interface BaseType {
  readonly name: string
  readonly kind: 'object' | 'interface' | 'union'
  /** All its fields, those of extensions too; none for a union. */
  readonly fields: readonly FieldDefinitionNode[]
  /** Its fields that hold one scalar or enum value, and have neither a binding nor arguments. */
  readonly leaves: readonly LeafField[]
}

/** A public plain leaf field. */
export interface LeafField {
  readonly name: string
  /** The name of its scalar or enum type. */
  readonly type: string
  /** Whether it reads a whole column or property, and no path inside one. */
  readonly whole: boolean
}

/** A kind of type that needs no definition: `XOrder` from X, by what its name ends with. */
export interface ImpliedType {
  readonly suffix: string
  /** Its definition as SDL, which may name other implied types; undefined where X has nothing to make it of. */
  define(base: BaseType, names: FilterNames): string | undefined
}
