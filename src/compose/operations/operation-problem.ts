import type { GraphQLError } from 'graphql'
import { positionOf } from '../../schema/position-of.ts'
import type { Position, Problem } from '../../schema/problem.ts'

/** A mistake in an operation, which has no coordinate of a schema. */
export function operationProblem(position: Position, message: string, suggestion?: string): Problem {
  return {
    ...position,
    coordinate: '',
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
    severity: 'error',
  }
}

/** What a rule of GraphQL has found, where it stands in its file. */
export function misfitProblem({ message, nodes }: GraphQLError): Problem {
  return operationProblem(positionOf(nodes?.[0], ''), message)
}
