import type { DocumentNode } from 'graphql'
import type { BaseType } from './base-type.ts'
import type { FilterNames } from './filter-names.ts'

/** A kind of type that needs no definition: `XOrder` from X, by what its name ends with. */
export interface ImpliedType {
  readonly suffix: string
  /** Its definition as SDL, which may name other implied types; undefined where X has nothing to make it of. */
  define(base: BaseType, names: FilterNames, document: DocumentNode): string | undefined
}
