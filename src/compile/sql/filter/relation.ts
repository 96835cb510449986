import type { SqlRelation } from '../../../plan/sql/sql-filter.ts'

/** A field whose rows a filter can ask about. */
export interface Relation {
  readonly kind: 'relation'
  /** The name of the related type. */
  readonly type: string
  readonly list: boolean
  /** The columns of the key by which the related type is loaded. */
  readonly homeKey: readonly string[]
  /** The column that holds the related row's key, where the field is a plain one. */
  readonly key: string | undefined
  readonly to: SqlRelation
}

/** Why a filter can't go through a field. */
export interface NoRelation {
  readonly kind: 'none'
  readonly message: string
  readonly suggestion: string
}

/** The relation behind a field of a type, for rows of a source; undefined for a field that holds a value, or none. */
export type FindRelation = (typeName: string, fieldName: string, source: string) => Relation | NoRelation | undefined
