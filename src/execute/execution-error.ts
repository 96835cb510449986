import { type GraphQLError, locatedError } from 'graphql'
import type { FieldWriter } from './selection-writer.ts'

/** An error of the answer, and the source whose answer the field read. */
export interface ExecutionError {
  readonly error: GraphQLError
  /** Empty for a field that no source answers. */
  readonly source: string
}

/** An error on its way to the position that it nulls; the path grows from the inside out. */
export interface Failure {
  readonly error: unknown
  readonly field: FieldWriter
  readonly path: (string | number)[]
}

/** The failure with the place of its field and its path from the outside in. */
export function toExecutionError({ error, field: { place, source }, path }: Failure): ExecutionError {
  return {
    error: locatedError(error, place.nodes, path.toReversed()),
    source: place.field?.bound?.source ?? source,
  }
}

/** The error of a null where the type is non-null, in graphql-js's words. */
export function nullError({ place: { parentType, definition } }: FieldWriter): Error {
  return new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`)
}
