import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel'
import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLExecuteContext,
  type GraphQLSchema,
  type GraphQLValidateContext,
} from 'graphql'
import { executeOperation, type OperationInput } from '../../execute/execute-operation.ts'
import type { OperationResult } from '../../execute/operation-result.ts'
import type { OperationPlans } from '../../plan/operation/operation-plans.ts'
import { parseJson } from '../../source/json.ts'
import { atOnce } from '../../source/slices.ts'
import type { Soon } from '../../source/soon.ts'
import { decodeUtf8 } from '../../source/utf8.ts'
import { type Validation, validationSteps } from './validate-document.ts'

/** Those that graphql-js publishes by its `validate` and `execute`, in whose place something of ours stands. `graphql:parse` it publishes itself. */
const validateChannel: TracingChannel<unknown, GraphQLValidateContext> = tracingChannel('graphql:validate')
const executeChannel: TracingChannel<unknown, GraphQLExecuteContext> = tracingChannel('graphql:execute')

/** Validates a document, and publishes that: as a synchronous function, and a long document as an asynchronous one. */
export function* publishedValidation(
  schema: GraphQLSchema,
  document: DocumentNode,
  introspection: boolean,
  isLong: boolean,
): Generator<void, Validation> {
  const steps = validationSteps(schema, document, introspection, isLong)
  if (!validateChannel.hasSubscribers) return yield* steps
  const context: GraphQLValidateContext = { schema, document }
  const { start, end, asyncStart, asyncEnd, error } = validateChannel
  try {
    const first = start.runStores(context, () =>
      isLong ? steps.next() : { done: true as const, value: atOnce(steps) },
    )
    if (first.done) return finished(first.value, context)
  } catch (thrown) {
    context.error = thrown
    error.publish(context)
    throw thrown
  } finally {
    end.publish(context)
  }
  try {
    yield
    return finished(yield* steps, context)
  } catch (thrown) {
    context.error = thrown
    error.publish(context)
    throw thrown
  } finally {
    asyncStart.publish(context)
    asyncEnd.publish(context)
  }
}

function finished(validation: Validation, context: GraphQLValidateContext): Validation {
  context.result = validation.tooManyFields ? [new GraphQLError('Validation aborted.')] : validation.errors
  return validation
}

/** Executes an operation, and publishes that. */
export function publishedExecution(plans: OperationPlans, input: OperationInput): Soon<OperationResult> {
  if (!executeChannel.hasSubscribers) return executeOperation(plans, input)
  const { schemaPlan, document, operation } = plans
  let result: OperationResult | undefined
  const context: GraphQLExecuteContext = {
    schema: schemaPlan.schema,
    document,
    rawVariableValues: input.variables,
    operationName: operation.name?.value,
    operationType: operation.operation,
  }
  return executeChannel
    .tracePromise(async () => {
      result = await executeOperation(plans, input)
      return shownResult(result)
    }, context)
    .then(() => result as OperationResult)
}

/** An answer, which is bytes, as graphql-js would have it: its data are read when somebody looks at them. */
function shownResult({ answer, errors }: OperationResult): ExecutionResult {
  const shown = errors.length > 0 ? { errors: errors.map(({ error }) => error) } : {}
  if (answer) {
    const get = () => (parseJson(decodeUtf8(answer)) as ExecutionResult).data
    Object.defineProperty(shown, 'data', { enumerable: true, get })
  }
  return shown
}
