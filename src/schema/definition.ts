import type { GraphQLSchema } from 'graphql'
import type { Position } from './problem.ts'

/** A schema file, read: what clients see, and what its directives say, with positions. */
export interface SchemaDefinition {
  /** The file's name as problems print it. */
  readonly file: string
  /** Without Sluice's directives and their input types; enum values stand for their upstream values. */
  readonly schema: GraphQLSchema
  /** The `@source` directives in the order of the file. */
  readonly sources: readonly DirectiveUse[]
  /** Sluice's directives by the schema coordinate that they stand on: `User`, `User.posts`, `CreatePost.title`, `Status.OPEN`. */
  readonly directives: ReadonlyMap<string, readonly DirectiveUse[]>
  /** Where each type, field, input field and enum value is defined. */
  readonly positions: ReadonlyMap<string, Position>
}

/** One directive as it is written. */
export interface DirectiveUse {
  readonly name: string
  readonly position: Position
  /** Arguments as plain values; an enum value is its name. Objects have no prototype. */
  readonly args: Readonly<Record<string, unknown>>
  /** Where each argument, and each field of an argument's object (`where.id`), stands. */
  readonly argumentPositions: ReadonlyMap<string, Position>
}
