import { GraphQLError, locatedError } from 'graphql'
import { withoutStacks } from '../../result/without-stacks.ts'
import type { ErrorCode } from '../../source/source-error.ts'
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

const nullErrors = new WeakMap<FieldWriter, Error>()

/** The error of a null where the type is non-null, in graphql-js's words; all positions of a field share it. */
export function nullError(field: FieldWriter): Error {
  const known = nullErrors.get(field)
  if (known) return known
  const { parentType, definition } = field.place
  const message = `Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`
  const error = withoutStacks(() => new Error(message))
  nullErrors.set(field, error)
  return error
}

/** The error that stands for those that an answer has no room for. */
export function leftOutError(count: number): ExecutionError {
  const [fields, errors] = count === 1 ? ['field', 'its error is'] : ['fields', 'their errors are']
  const message = `${count.toLocaleString('en-US')} more ${fields} failed; ${errors} left out.`
  const code: ErrorCode = 'OPERATION_LIMIT_EXCEEDED'
  return { error: new GraphQLError(message, { extensions: { code } }), source: '' }
}
