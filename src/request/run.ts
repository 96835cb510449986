import { type ExecutionResult, execute, type FormattedExecutionResult } from 'graphql'
import { Execution } from '../execute/execution.ts'
import { Loaders } from '../load/loaders.ts'
import type { Log } from '../observe/log.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { toClientError } from '../result/client-error.ts'
import type { CallContext } from '../source/call-context.ts'
import type { Source } from '../source/source.ts'
import { type Refusal, refuseOperation } from './refusal.ts'

/** What every operation of one schema runs with. */
export interface RunContext {
  readonly schemaPlan: SchemaPlan
  readonly sources: ReadonlyMap<string, Source>
  readonly log: Log
}

/** Executes an operation; what fails is in the result's errors, as clients may see them. */
export async function run(
  { sources, log }: RunContext,
  plans: OperationPlans,
  variables: Readonly<Record<string, unknown>> | undefined,
  call: CallContext,
): Promise<FormattedExecutionResult | Refusal> {
  const { schemaPlan, document, operation } = plans
  const execution = new Execution(plans, new Loaders(sources, call))
  const result: ExecutionResult = await execute({
    schema: schemaPlan.schema,
    document,
    operationName: operation.name?.value ?? null,
    rootValue: execution.rootAnswer(),
    contextValue: execution,
    variableValues: variables ?? {},
  })
  const errors = result.errors?.map(error =>
    toClientError(error, ({ message, cause, ...facts }) =>
      log.warn({ requestId: call.requestId, ...facts, err: cause }, message),
    ),
  )
  if (result.data === undefined) return refuseOperation(errors ?? [])
  return errors ? { errors, data: result.data } : { data: result.data }
}
