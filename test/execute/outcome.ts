import { type ExecutionResult, execute, type GraphQLError } from 'graphql'
import { leftOutError } from '../../src/execute/complete/execution-error.ts'
import { MOST_ERRORS } from '../../src/execute/complete/output.ts'
import { executeOperation } from '../../src/execute/execute-operation.ts'
import { FieldByField } from '../../src/execute/resolvers/field-by-field.ts'
import type { FindExecution } from '../../src/execute/resolvers/find-execution.ts'
import { Loaders } from '../../src/load/loaders.ts'
import type { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import type { Source } from '../../src/source/source.ts'
import { callContext } from '../support/call-context.ts'

/** What an executor answered: `data` as JSON text, and of the errors what is compared. */
export interface Outcome {
  readonly data: string | undefined
  readonly errors: readonly OutcomeError[]
}

type OutcomeError = Pick<GraphQLError, 'message' | 'path' | 'locations'>

export interface Request {
  readonly variables?: Readonly<Record<string, unknown>>
  readonly sources?: ReadonlyMap<string, Source>
  readonly root?: object
  /** Objects from which on the engine writes in slices. */
  readonly sliceAfter?: number
  /** Objects of a selection that the engine writes before it generates code. */
  readonly warmUp?: number
}

/** The operation's context is its FieldByField. */
export const findExecution: FindExecution = context => context as FieldByField

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What graphql-js answers, through the schema's ordinary resolvers. */
export function askGraphqlJs(
  plans: OperationPlans,
  { variables = {}, sources = new Map(), root = {} }: Request,
): Outcome | Promise<Outcome> {
  const execution = new FieldByField(plans, new Loaders(sources, callContext(), 'scheduled'), root)
  const result = execute({
    schema: plans.schemaPlan.schema,
    document: plans.document,
    contextValue: execution,
    variableValues: variables,
  })
  return result instanceof Promise ? result.then(outcomeOf) : outcomeOf(result)
}

/** What our own executor answers. */
export async function askEngine(
  plans: OperationPlans,
  { variables = {}, sources = new Map(), root, sliceAfter, warmUp }: Request,
): Promise<Outcome> {
  const { answer, errors } = await executeOperation(plans, {
    variables,
    loaders: new Loaders(sources, callContext(), 'taken'),
    signal: new AbortController().signal,
    ...(root && { rootValue: root }),
    ...(sliceAfter !== undefined && { sliceAfter }),
    ...(warmUp !== undefined && { warmUp }),
  })
  return {
    data: answer && utf8.decode(answer).slice('{"data":'.length, -1),
    errors: errors.map(({ error }) => comparable(error)),
  }
}

/** The outcome with as many errors as the engine tells. */
export function bounded({ data, errors }: Outcome): Outcome {
  const leftOut = errors.length - MOST_ERRORS
  if (leftOut <= 0) return { data, errors }
  return { data, errors: [...errors.slice(0, MOST_ERRORS), comparable(leftOutError(leftOut).error)] }
}

function outcomeOf({ data, errors = [] }: ExecutionResult): Outcome {
  return { data: JSON.stringify(data), errors: errors.map(comparable) }
}

/** A root that no source answers stands for one that does: whether a source or a resolver answered is not compared. */
function comparable({ message, path, locations }: GraphQLError): OutcomeError {
  return { message: message.replace(/^The resolver answered/, 'The source answered'), path, locations }
}
