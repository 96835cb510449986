import { createCallContext } from '../../observe/call-context.ts'
import { CallBudget } from '../../source/call-budget.ts'
import type { Freshness } from '../../source/call-context.ts'
import type { Exchange } from '../server/exchange.ts'
import { isOfForeignPage } from '../server/foreign-page.ts'
import type { HttpAnswer } from '../server/http-answer.ts'
import type { Readiness } from '../server/readiness.ts'
import { AnswerCaching } from './answer-caching.ts'
import { BodiesUnderWay } from './bodies-under-way.ts'
import type { GraphQLParams } from './graphql-params.ts'
import { createPrepare, type PrepareOptions } from './prepare.ts'
import { readParams } from './read-body.ts'
import { isRefusal, type Refusal, refuse, refuseForNow } from './refusal.ts'
import { respond } from './respond.ts'
import { type Executed, type RunContext, run } from './run.ts'

/** Most bytes of unfinished request bodies together; at least those of four of the largest. */
const BODIES_BYTES = 67_108_864

export interface GraphQLOptions extends RunContext, PrepareOptions {
  /** Bytes. */
  readonly bodyLimit: number
  /** The budget of one request, in milliseconds. */
  readonly requestTimeout: number
  /** Most calls to sources that one request may make. */
  readonly maxCalls: number
  readonly readiness: () => Readiness
  /** Origins that may call from a browser. */
  readonly corsOrigins: readonly string[]
}

/** What every GraphQL request goes through, whatever door it comes by. No step rejects. */
export interface GraphQLSteps {
  read(exchange: Exchange): Promise<GraphQLParams | Refusal>
  execute(params: GraphQLParams, exchange: Exchange): Promise<Executed | Refusal>
  respond(result: Executed | Refusal, exchange: Exchange): HttpAnswer
}

export function createGraphQLSteps(options: GraphQLOptions): GraphQLSteps {
  const { bodyLimit, requestTimeout, maxCalls, readiness, corsOrigins, log } = options
  const prepare = createPrepare(options.schemaPlan, options)
  const body = { limit: bodyLimit, underWay: new BodiesUnderWay(Math.max(BODIES_BYTES, 4 * bodyLimit)) }
  return {
    async read({ incoming, target, isSurplus }) {
      if (readiness().state === 'starting')
        return refuseForNow(503, 'The gateway is starting. Try again in a moment.', { 'retry-after': '1' })
      if (isSurplus)
        return refuseForNow(503, 'The gateway has as many connections as it takes. Try again in a moment.', {
          'retry-after': '1',
        })
      if (isOfForeignPage(corsOrigins, target.host, incoming.headers))
        return refuse(403, 'Pages of this origin may not ask here. If they should, list it by --cors-origins.')
      return readParams(incoming, body)
    },
    async execute(params, exchange) {
      try {
        const prepared = prepare(params, exchange.incoming.method ?? '')
        if (isRefusal(prepared)) return prepared
        const caching = new AnswerCaching()
        const { requestId, signal, incoming } = exchange
        const request = {
          requestId,
          signal,
          calls: new CallBudget(maxCalls),
          headers: caching.watch(incoming.headers),
          primary: prepared.plans.operation.operation === 'mutation',
          onAnswer: (freshness: Freshness | undefined) => caching.add(freshness),
        }
        const call = createCallContext(request, requestTimeout, log)
        return await run(options, prepared, params.variables, call, caching)
      } catch (err) {
        // Nobody reads the answer of a client that has gone, and its going is no failure.
        if (exchange.signal.aborted) return refuseForNow(503, 'The client has gone.')
        log.error({ requestId: exchange.requestId, err }, 'an operation could not be run')
        return refuseForNow(500, 'Something went wrong inside the gateway.')
      }
    },
    respond: (result, { incoming }) => respond(result, incoming.headers.accept),
  }
}
