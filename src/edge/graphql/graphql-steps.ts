import { operationCost } from '../../execute/operation-cost.ts'
import { createAccess, type Seen } from '../../guard/access.ts'
import type { RequestAccount } from '../../observe/request-account.ts'
import type { CancelSignal } from '../../source/cancel.ts'
import { type Soon, whenFailed, whenHere } from '../../source/soon.ts'
import { joinRateHeaders } from '../rate/rate-headers.ts'
import { createTokenTries } from '../rate/token-tries.ts'
import type { Exchange } from '../server/exchange.ts'
import { createForeignLog } from '../server/foreign-log.ts'
import { isOfForeignPage } from '../server/foreign-page.ts'
import type { HttpAnswer } from '../server/http-answer.ts'
import type { RequestsUnderWay } from '../server/requests-under-way.ts'
import type { SendToIssuer } from '../user/ask-issuer.ts'
import { createAuthenticate } from '../user/authenticate.ts'
import type { KeysByURL } from '../user/published-keys.ts'
import { type AdmissionOptions, type Admitted, ANYBODY, createAdmission } from './admission.ts'
import { BodiesUnderWay } from './bodies-under-way.ts'
import { createCompressible } from './compressible.ts'
import { createDocumentRule, type DocumentOptions } from './document-rule.ts'
import { withEntityTag } from './entity-tag.ts'
import type { GraphQLParams } from './graphql-params.ts'
import { labelOf } from './operation-label.ts'
import { createPrepare, type PreparedOperation, type PrepareOptions } from './prepare.ts'
import { readParams } from './read-body.ts'
import { CLIENT_HAS_GONE, isRefusal, type Refusal, refuse, refuseForAMoment, refuseForNow } from './refusal.ts'
import { createRequestHook, type RequestHookOptions } from './request-hook.ts'
import { respond } from './respond.ts'
import { createPreparedFor } from './restricted-plans.ts'
import type { Executed } from './run.ts'
import { createRunner, type RunFor, type RunnerOptions } from './runner.ts'
import { ServerTiming } from './server-timing.ts'
import { SharedRuns } from './shared-runs.ts'
import { createSharing, type SharingOptions } from './sharing.ts'
import { type BehindOptions, createAskedBehind } from './trace/told-behind.ts'

/** Most bytes of unfinished request bodies together; at least those of four of the largest. */
const BODIES_BYTES = 67_108_864

export interface GraphQLOptions
  extends RunnerOptions,
    DocumentOptions,
    PrepareOptions,
    SharingOptions,
    RequestHookOptions,
    BehindOptions,
    AdmissionOptions {
  /** What issuers of tokens have published so far. */
  readonly issuerKeys: KeysByURL
  readonly sendToIssuer: SendToIssuer
  /** Bytes. */
  readonly bodyLimit: number
  /** Whether no request can be answered yet. */
  readonly isStarting: () => boolean
  /** Whether there is more to do than can be done. */
  readonly isOverloaded: () => boolean
  /** Those that are being answered now. */
  readonly requests: RequestsUnderWay
  /** Origins that may call from a browser. */
  readonly corsOrigins: readonly string[]
  /** Whether answers say where their time went. */
  readonly serverTiming: boolean
}

/** The part of a request's time after whose start its run may still be joined. */
const JOINABLE = 0.1

/** What every GraphQL request goes through, whatever door it comes by. No step throws or rejects. */
export interface GraphQLSteps {
  read(exchange: Exchange): Soon<GraphQLParams | Refusal>
  execute(params: GraphQLParams, exchange: Exchange): Soon<Executed | Refusal>
  respond(result: Executed | Refusal, exchange: Exchange): HttpAnswer
}

export function createGraphQLSteps(options: GraphQLOptions): GraphQLSteps {
  const { bodyLimit, requestTimeout, isStarting, isOverloaded, corsOrigins } = options
  const { log, serverTiming, requests } = options
  const prepare = createPrepare(options.schemaPlan, options)
  const preparedFor = createPreparedFor()
  const body = { limit: bodyLimit, underWay: new BodiesUnderWay(Math.max(BODIES_BYTES, 4 * bodyLimit)) }
  const documentOf = createDocumentRule(options)
  const sharing = createSharing(options)
  const hook = createRequestHook(options)
  const admit = createAdmission(
    options,
    createAuthenticate(options.schemaPlan.authorities, { ...options, tries: createTokenTries(options) }),
  )
  const admitted = new WeakMap<Exchange, Admitted>()
  const access = createAccess(options.schemaPlan)
  const isCompressible = createCompressible(sharing)
  const runs = new SharedRuns<RequestAccount | undefined>(requestTimeout * JOINABLE)
  const failed = (requestId: string, err: unknown) => {
    log.error({ requestId, err }, 'an operation could not be run')
    return refuseForNow(500, 'Something went wrong inside the gateway.')
  }

  const runner = createRunner(options, { access, preparedFor, sharing, markCaching: hook?.mark, failed })

  const readAdmitted = (exchange: Exchange) =>
    whenHere(admit(exchange), result => {
      if (isRefusal(result)) return result
      // Entries of a WeakMap cost the garbage collector much.
      if (result !== ANYBODY) admitted.set(exchange, result)
      return whenHere(readParams(exchange, body), asked => (isRefusal(asked) ? asked : documentOf(asked)))
    })

  const chargeFor = async (
    prepared: PreparedOperation,
    variables: NonNullable<GraphQLParams['variables']>,
    exchange: Exchange,
    client: Admitted,
    seen: Seen,
  ) => {
    const charged = await client.charge?.(operationCost(preparedFor(prepared, seen).plans, variables) ?? 0)
    if (!charged) return undefined
    admitted.set(exchange, { ...client, headers: joinRateHeaders(client.headers, charged.headers) })
    return charged.refusal
  }

  const tellForeign = createForeignLog(log)
  const askedBehind = createAskedBehind(options)

  /** Why a client may not run an operation that can be run. */
  const refusalOf = (
    prepared: PreparedOperation,
    { variables }: GraphQLParams,
    exchange: Exchange,
    seen: Seen,
  ): Soon<Refusal | undefined> => {
    const client = admitted.get(exchange)
    const charged = client?.charge && chargeFor(prepared, variables ?? {}, exchange, client, seen)
    return whenHere(charged, refused => refused ?? hook?.refusal(prepared, variables, exchange, seen))
  }

  const execute = (params: GraphQLParams, exchange: Exchange, timing: ServerTiming | undefined) => {
    const { incoming, requestId, account } = exchange
    const begin = () => {
      const told = askedBehind(incoming.headers)
      return whenHere(prepare(params, incoming.method ?? ''), prepared => {
        timing?.prepared()
        if (isRefusal(prepared)) return prepared
        if (params.hash !== undefined) options.kept?.keep(params.hash, params.query)
        const client = admitted.get(exchange)
        return whenHere(client?.fieldsOver(prepared), over => {
          const seen = access.of(client?.user, over)
          for (const { limit } of prepared.measured) account?.exceeds(limit)
          account?.prepared(labelOf(prepared, params.query))
          return whenHere(
            refusalOf(prepared, params, exchange, seen),
            refused => refused ?? answer(prepared, params.variables, exchange, { seen, timing, ...told?.() }),
          )
        })
      })
    }
    return whenFailed(begin, err => failed(requestId, err))
  }

  /** Runs an operation, or waits for the same that is under way. */
  const answer = (
    prepared: PreparedOperation,
    variables: GraphQLParams['variables'],
    exchange: Exchange,
    runFor: RunFor,
  ): Soon<Executed | Refusal> => {
    const { incoming, requestId, signal, account } = exchange
    const { seen, timing, trace, explain } = runFor
    const run = (signal: CancelSignal) => runner.run(prepared, variables, exchange, signal, runFor)
    const isAlone = trace !== undefined || explain !== undefined || runner.isForOneClient(prepared)
    const id = isAlone ? undefined : sharing.idOf(prepared, variables, incoming, seen)
    const onJoined = (other: RequestAccount | undefined) => {
      account?.shares(other)
      timing?.shares()
      log.debug({ requestId }, 'the answer is that of the same query under way')
    }
    const result = runs.result({ prepared, id, signal, run, asker: account }, onJoined)
    return whenHere(result, shared => shared ?? CLIENT_HAS_GONE)
  }

  return {
    read(exchange) {
      const { incoming, target, isSurplus, requestId, account } = exchange
      account?.enter()
      if (isStarting()) return refuseForAMoment('The gateway is starting.')
      if (isSurplus) return refuseForAMoment('The gateway has as many connections as it takes.')
      if (requests.areTooMany) {
        account?.exceeds('requests')
        return refuseForAMoment('The gateway has as many requests under way as it takes.')
      }
      if (isOverloaded()) return refuseForAMoment('The gateway has more to do than it can.')
      if (isOfForeignPage(corsOrigins, target.host, incoming.headers)) {
        tellForeign(incoming.headers.origin, requestId)
        return refuse(403, 'Pages of this origin may not ask here. If they should, list it by --cors-origins.')
      }
      return readAdmitted(exchange)
    },
    execute(params, exchange) {
      if (!serverTiming) return execute(params, exchange, undefined)
      const timing = new ServerTiming(exchange)
      return whenHere(execute(params, exchange, timing), result => ({
        ...result,
        headers: { ...result.headers, 'server-timing': timing.header() },
      }))
    },
    respond(result, exchange) {
      const { incoming, account } = exchange
      const { headers } = incoming
      if (!isRefusal(result)) account?.executed(result.errorCount, result.costs)
      else tellRefused(result, account)
      const answer = withEntityTag(respond(result, headers.accept, isCompressible(headers)), incoming)
      const more = admitted.get(exchange)?.headers
      return more ? { ...answer, headers: { ...answer.headers, ...more } } : answer
    },
  }
}

function tellRefused({ errors: [first] }: Refusal, account: RequestAccount | undefined): void {
  const { code, limit } = first?.extensions ?? {}
  account?.refused(code)
  if (typeof limit === 'string') account?.exceeds(limit)
}
