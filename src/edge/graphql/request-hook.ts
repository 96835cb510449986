import type { OnHeld } from '../../code/held.ts'
import { refusedByHook } from '../../code/request-hook.ts'
import type { Seen } from '../../guard/access.ts'
import type { Log } from '../../observe/log.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { toGraphQLError } from '../../result/client-error.ts'
import { ShownError } from '../../result/shown-error.ts'
import { SourceError } from '../../source/source-error.ts'
import type { Exchange } from '../server/exchange.ts'
import { AnswerCaching } from './answer-caching.ts'
import type { GraphQLParams } from './graphql-params.ts'
import type { PreparedOperation } from './prepare.ts'
import { CLIENT_HAS_GONE, type Refusal, refuseOperation } from './refusal.ts'

export interface RequestHookOptions {
  readonly schemaPlan: SchemaPlan
  readonly log: Log
  /** Told of a hook that holds the event loop; undefined where nobody looks. */
  readonly onHeld: OnHeld | undefined
  /** The budget of one request, in milliseconds. */
  readonly requestTimeout: number
}

/** A schema's `onRequest`. */
interface RequestHook {
  /** Why an operation is not run. Throws what the hook should not have thrown. */
  refusal(
    prepared: PreparedOperation,
    variables: GraphQLParams['variables'],
    exchange: Exchange,
    seen: Seen,
  ): Promise<Refusal | undefined>
  /** A cache answers without the hook: it may keep answers only for those whom the hook can't tell apart. */
  mark(caching: AnswerCaching): void
}

/** Undefined for a schema without one. */
export function createRequestHook({
  schemaPlan,
  requestTimeout,
  ...surroundings
}: RequestHookOptions): RequestHook | undefined {
  const hook = schemaPlan.hooks?.onRequest
  if (!hook) return undefined
  return {
    async refusal({ plans }, variables = {}, { requestId, incoming, signal }, { user }) {
      const { operation, name } = plans.operation
      const client = new AnswerCaching([]).watch(incoming.headers, user?.claims)
      const facts = { requestId, client, signal, deadline: performance.now() + requestTimeout }
      const request = { operation, operationName: name?.value, variables }
      const error = await refusedByHook(hook, request, facts, surroundings)
      if (error === undefined) return undefined
      if (signal.aborted) return CLIENT_HAS_GONE
      if (error instanceof ShownError || (error instanceof SourceError && error.reason === 'deadline'))
        return refuseOperation([toGraphQLError(error).toJSON()])
      throw error.cause ?? error
    },
    mark(caching) {
      const { reads } = hook
      if (!reads) caching.add(undefined)
      for (const name of reads?.headers ?? []) caching.readHeader(name)
      if (reads && reads.claims.length > 0) caching.readUser()
    },
  }
}
