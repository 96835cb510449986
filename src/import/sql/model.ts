import type { Column } from '../../source/catalog.ts'
import type { ColumnStructure, TableStructure } from '../../source/structure.ts'
import type { NamesTaken } from '../name/names-taken.ts'
import type { SdlDefinition } from '../sdl/sdl.ts'
import type { NamedForeignKey } from './foreign-keys.ts'
import type { JoinTable } from './join-table.ts'

/** An object type made of a table or view. */
export interface TypeModel {
  readonly name: string
  /** The words of its name in the database, in the singular: of `film_actors`, film and actor. */
  readonly words: readonly string[]
  readonly table: TableStructure
  /** Plain fields by column, in the table's order; a column that no field can read is not among them. */
  readonly fields: ReadonlyMap<string, FieldModel>
  /** The columns that tell one row from the others; none where nothing in the database says so. */
  readonly identity: readonly string[]
}

/** What a type is built of, step by step: its names are those of its fields, then of its relations. */
export interface TypeDraft {
  readonly type: TypeModel
  readonly foreignKeys: readonly NamedForeignKey[]
  readonly names: NamesTaken
}

export interface FieldModel {
  readonly name: string
  readonly column: ColumnStructure
  /** Without the `!` of a column that is never null. */
  readonly type: string
}

/** A field that leads from a row to rows of another table (or its own). */
export interface RelationModel {
  readonly name: string
  readonly target: TypeModel
  /** Whether the foreign key is the owner's own; if not, it leads back here. */
  readonly toOne: boolean
  readonly list: boolean
  /** The columns of both sides that are equal: own column, target's column. */
  readonly on: readonly (readonly [string, string])[]
  /** The column whose value is the key of the target's home; then there is no statement to write. */
  readonly keyColumn?: string
  /** The join table that leads there: its column and the own or the target's one. */
  readonly through?: {
    readonly table: string
    readonly where: readonly (readonly [string, string])[]
    readonly on: readonly (readonly [string, string])[]
  }
  /** The name of the same list as a connection, where the target has a key to page by. */
  readonly connection?: string
  /** The name of what is computed over the same list. */
  readonly total?: string
}

export interface Model {
  /** Whether names of fields are translated to `snake_case` columns. */
  readonly naming: 'SAME' | 'SNAKE_CASE'
  readonly types: readonly TypeModel[]
  readonly relations: ReadonlyMap<TypeModel, readonly RelationModel[]>
  readonly enums: readonly SdlDefinition[]
  /** The join tables that have no type of their own. */
  readonly hiddenJoins: readonly JoinTable[]
  /** What of the database is not in the schema, a sentence each. */
  readonly leftOut: readonly string[]
}

/** Whether a column holds ranges, or lists of them. */
export function holdsRanges({ items, bounds }: Column): boolean {
  return (items ?? { bounds }).bounds !== undefined
}
