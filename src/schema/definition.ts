import type { DocumentNode, GraphQLSchema } from 'graphql'
import type { DeclaredSources } from './declared-sources.ts'
import type { Position } from './problem.ts'

/** The files of a schema, read: what clients see, and what its directives say, with positions. */
export interface SchemaDefinition {
  /** The first of its files. */
  readonly file: string
  /** Without Sluice's directives and their input types; enum values stand for their upstream values. */
  readonly schema: GraphQLSchema
  /** What the schema was built from. */
  readonly publicDocument: DocumentNode
  /** The `@source` directives in the order of the files; one that stands in two files alike is there once. */
  readonly sources: readonly DirectiveUse[]
  /** The directives that say who tells who the user is, `@jwt` and its like, in the same way. */
  readonly authorities: readonly DirectiveUse[]
  readonly declared: DeclaredSources
  /** Sluice's directives by the schema coordinate that they stand on: `User`, `User.posts`, `CreatePost.title`, `Status.OPEN`. */
  readonly directives: ReadonlyMap<string, readonly DirectiveUse[]>
  /** Where each type, field, argument (`Query.posts(limit:)`), input field and enum value is defined; none of an implied type. */
  readonly positions: ReadonlyMap<string, Position>
  /** The object types whose ids are global; none without `@globalIds`. */
  readonly nodeTypes: ReadonlySet<string>
  /** The object types that `@globalIds` leaves out. */
  readonly exceptedTypes: ReadonlySet<string>
  /** Coordinates of which a problem has been told: what else seems wrong there may only follow from it. */
  readonly faulty: ReadonlySet<string>
}

/** One directive as it is written. */
export interface DirectiveUse {
  /** Of what it stands on; `@source(name: "api")` for a source. */
  readonly coordinate: string
  readonly name: string
  readonly position: Position
  /** Arguments as plain values; an enum value is its name. Objects have no prototype. */
  readonly args: Readonly<Record<string, unknown>>
  /** Where each argument, and each field of an argument's object (`where.id`), stands. */
  readonly argumentPositions: ReadonlyMap<string, Position>
}
