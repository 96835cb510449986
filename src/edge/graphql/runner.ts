import type { CostLimit } from '../../execute/refuse-cost.ts'
import type { Access, Seen } from '../../guard/access.ts'
import { createCallContext } from '../../observe/call-context.ts'
import type { RequestAccount } from '../../observe/request-account.ts'
import { clientUserHeaders, proxyHeaders } from '../../plan/user/authorities.ts'
import { AnswerBudget, HEAP_ROOM } from '../../source/answer-budget.ts'
import { CallBudget } from '../../source/call-budget.ts'
import type { Freshness } from '../../source/call-context.ts'
import type { CancelSignal } from '../../source/cancel.ts'
import { ExposedHeaders } from '../../source/exposed-headers.ts'
import { type Soon, whenFailed, whenHere } from '../../source/soon.ts'
import type { Exchange } from '../server/exchange.ts'
import { AnswerCaching, NO_STORE } from './answer-caching.ts'
import type { GraphQLParams } from './graphql-params.ts'
import { OperationCosts } from './operation-costs.ts'
import type { PreparedOperation, PrepareOptions } from './prepare.ts'
import { CLIENT_HAS_GONE, isRefusal, type Refusal } from './refusal.ts'
import type { PreparedFor } from './restricted-plans.ts'
import { type Executed, type RunContext, run as runOperation } from './run.ts'
import type { ServerTiming } from './server-timing.ts'
import type { Outcome } from './shared-runs.ts'
import type { Sharing } from './sharing.ts'
import type { ToldBehind } from './trace/told-behind.ts'

export interface RunnerOptions extends RunContext, Pick<PrepareOptions, 'limits'> {
  /** A call's text as it may be shown. */
  readonly redact: (text: string) => string
  /** The budget of one request, in milliseconds. */
  readonly requestTimeout: number
  /** Most calls to sources that one request may make. */
  readonly maxCalls: number
  /** Most bytes of sources' answers that one request reads. */
  readonly maxReadBytes: number
  /** Whether it is counted what operations cost, and told to clients. */
  readonly cost: 'off' | 'measure' | 'tell'
}

interface Surroundings {
  readonly access: Access
  readonly preparedFor: PreparedFor
  readonly sharing: Sharing
  /** What a hook says of who may keep answers; undefined where there is none. */
  readonly markCaching: ((caching: AnswerCaching) => void) | undefined
  /** What a client is told of what nobody has foreseen. */
  failed(requestId: string, err: unknown): Refusal
}

/** For whom an operation runs, and what looks at it. */
export interface RunFor extends ToldBehind {
  readonly seen: Seen
  readonly timing: ServerTiming | undefined
}

/** Runs operations within all that one request may take. */
export interface Runner {
  /** It neither throws nor rejects. */
  run(
    prepared: PreparedOperation,
    variables: GraphQLParams['variables'],
    exchange: Exchange,
    signal: CancelSignal,
    runFor: RunFor,
  ): Soon<Outcome>
  /** Whether answers of an operation have shown headers of sources, which are given to one client only. */
  isForOneClient(prepared: PreparedOperation): boolean
}

export function createRunner(
  options: RunnerOptions,
  { access, preparedFor, sharing, markCaching, failed }: Surroundings,
): Runner {
  const { requestTimeout, maxCalls, maxReadBytes, log, redact } = options
  const { authorities } = options.schemaPlan
  const userHeaders = [...clientUserHeaders(authorities), ...proxyHeaders(authorities)]
  const surroundings = { log, redact }
  const ownOnly = new WeakSet<PreparedOperation>()

  const run = (
    prepared: PreparedOperation,
    variables: GraphQLParams['variables'],
    { requestId, incoming, account }: Exchange,
    signal: CancelSignal,
    { seen, trace, explain, timing }: RunFor,
  ): Soon<Outcome> => {
    const caching = new AnswerCaching(userHeaders)
    if (access.isGuarded) caching.readUser()
    markCaching?.(caching)
    const calls = new CallBudget(maxCalls, new AnswerBudget(maxReadBytes, HEAP_ROOM))
    let exposed: ExposedHeaders | undefined
    const expose = () => {
      exposed ??= new ExposedHeaders()
      return exposed
    }
    const begin = () => {
      const request = {
        requestId,
        signal,
        calls,
        client: caching.watch(incoming.headers, seen.user?.claims),
        primary: prepared.plans.operation.operation === 'mutation',
        traceHeaders: account?.traceHeaders,
        exposed: expose,
        onAnswer: (freshness: Freshness | undefined) => caching.add(freshness),
      }
      const call = createCallContext(request, requestTimeout, surroundings, account?.observer, trace, timing)
      const operation = preparedFor(prepared, seen)
      const costs = countsCosts ? new OperationCosts(operation.plans.schemaPlan) : undefined
      const watch = {
        trace,
        explain,
        timing,
        costs,
        tellsCosts: options.cost === 'tell',
        costLimit: costLimitOf(account, costs),
      }
      const start = () => runOperation(options, operation, variables, call, caching, watch)
      return whenHere(account ? account.within(start) : start(), end)
    }
    const end = (result: Executed | Refusal): Outcome => {
      calls.answers.end()
      if (exposed === undefined) return { result, isForAll: caching.hasReadOnly(sharing.headers) }
      ownOnly.add(prepared)
      if (exposed.isCut)
        log.warn({ requestId }, 'an answer shows not all headers of its sources: they are too many, or can not be sent')
      return { result: withHeadersOf(exposed, result), isForAll: false }
    }
    return whenFailed(begin, err => {
      calls.answers.end()
      // Nobody reads the answer of a client that has gone, and its going is no failure.
      return { result: signal.aborted ? CLIENT_HAS_GONE : failed(requestId, err), isForAll: true }
    })
  }

  const { cost } = options.limits
  const countsCosts = options.cost !== 'off'
  const costLimitOf = (
    account: RequestAccount | undefined,
    costs: OperationCosts | undefined,
  ): CostLimit | undefined =>
    cost.most === Number.POSITIVE_INFINITY && !costs
      ? undefined
      : {
          ...cost,
          onExceeded: () => account?.exceeds('cost'),
          onEstimated: costs && ((estimate, root) => costs.onEstimated(estimate, root)),
        }

  return { run, isForOneClient: prepared => ownOnly.has(prepared) }
}

/** No cache may keep what was given to one client. */
function withHeadersOf(exposed: ExposedHeaders, result: Executed | Refusal): Executed | Refusal {
  return isRefusal(result) ? result : { ...result, headers: { ...result.headers, ...NO_STORE }, exposed }
}
