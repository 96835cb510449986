import type { IncomingMessage } from 'node:http'
import type { Config } from '../config/config.ts'
import type { KeptDocuments } from '../edge/graphql/kept-documents.ts'
import type { RateStore } from '../edge/rate/rate-store.ts'
import type { Answer } from '../edge/server/client-connections.ts'
import type { Page } from '../edge/server/graphiql-files.ts'
import { createHttpEdge } from '../edge/server/http-edge.ts'
import type { Readiness } from '../edge/server/readiness.ts'
import type { RequestsUnderWay } from '../edge/server/requests-under-way.ts'
import type { SendToIssuer } from '../edge/user/ask-issuer.ts'
import type { KeysByURL } from '../edge/user/published-keys.ts'
import { type AbsentName, AbsentNames } from '../execute/read/absent-names.ts'
import { createAccess } from '../guard/access.ts'
import { TrustedDocuments } from '../guard/trusted-documents.ts'
import type { Log } from '../observe/log.ts'
import type { GatewayMetrics } from '../observe/metrics/gateway-metrics.ts'
import { createRedaction } from '../observe/redact.ts'
import { redactedLog } from '../observe/redacted-log.ts'
import { createAnswerShower } from '../observe/shown-answer.ts'
import type { Tracing } from '../observe/tracing/tracing.ts'
import { operationLimits } from '../plan/operation-limits.ts'
import { requestReads } from '../plan/request-reads.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { clientUserHeaders } from '../plan/user/authorities.ts'
import type { SchemaDefinition } from '../schema/definition.ts'
import { hasErrors, printPosition, SchemaProblems } from '../schema/problem.ts'
import { LinkedList } from '../source/linked-list.ts'
import type { Soon } from '../source/soon.ts'
import type { SourceState } from '../source/source.ts'
import { isTracing } from '../source/tracing-headers.ts'
import { compileFile } from './compile-file.ts'
import { describeSource } from './describe-source.ts'
import { exampleQuery } from './example-query.ts'
import type { FilesRead } from './files-read.ts'
import { openSources } from './open-sources.ts'
import { callHooks, heldTeller, resolverSurroundings } from './resolver-surroundings.ts'
import type { SourceDescription } from './source-description.ts'
import type { Wires } from './wire.ts'

/** One compiled schema with its open sources; a reload makes the next one. */
export interface Generation extends AsyncDisposable {
  /** A query to begin with. */
  readonly exampleQuery: string
  readonly answer: Answer
  sources(): readonly SourceDescription[]
  /** How much sources have to do now, by their names. */
  states(): ReadonlyMap<string, SourceState>
  /** `ok`, or why a source does not serve, by source name. */
  status(): Readonly<Record<string, string>>
  /** Holds the schema against its databases. Throws SchemaProblems. */
  bind(): Promise<void>
  /**
   * Resolves once all that it has begun is answered, and its sources are closed. An answer may take `patience` milliseconds from when
   * its request has come; how long that takes is the server's to limit.
   */
  retire(patience: number): Promise<void>
}

interface Surroundings {
  readonly log: Log
  /** What counts requests and calls; undefined where nobody scrapes. */
  readonly metrics: GatewayMetrics | undefined
  /** Undefined where nobody collects spans. */
  readonly tracing: Tracing | undefined
  /** GraphiQL for browsers; undefined switches it off. */
  readonly page: { readonly files: Page | undefined } | undefined
  /** Whether no request can be answered yet. */
  readonly isStarting: () => boolean
  readonly isOverloaded: () => boolean
  /** The requests of all generations. */
  readonly requests: RequestsUnderWay
  /** What clients have sent with its hash; undefined where nothing of that is kept. */
  readonly kept: KeptDocuments | undefined
  /** What counts how often clients ask; opened where something is to be counted. */
  readonly openRates: () => Promise<RateStore>
  /** What issuers of tokens have published so far. */
  readonly issuerKeys: KeysByURL
  readonly sendToIssuer: SendToIssuer
  readonly reported: () => Soon<Readiness>
  /** Undefined where sources call their upstreams by themselves. */
  readonly wires: Wires | undefined
  /** Where it is noted what the schema is made of; undefined where nobody looks. */
  readonly filesRead: FilesRead | undefined
}

/** Compiles the schema and opens its sources. Throws SchemaFileError and SchemaProblems. */
export async function openGeneration(config: Config, surroundings: Surroundings): Promise<Generation> {
  const { page } = surroundings
  const file = await compileFile({ ...config, files: surroundings.filesRead })
  const redaction = createRedaction([...file.environment.values(), config.traceSecret ?? ''])
  const log = redactedLog(surroundings.log, redaction)
  // In production nobody is shown what sources answer, whatever else is allowed.
  const showAnswer = config.profile === 'development' ? createAnswerShower(redaction.message) : undefined
  if (file.plan.authorities.proxy && config.trustedProxies.length === 0)
    log.warn({}, '@proxyUser believes nobody, as no proxy is trusted: list its address by --trusted-proxies')
  if (file.plan.authorities.certificate && config.tlsCert !== undefined && config.tlsClientCa === undefined)
    log.warn(
      {},
      '@clientCertificate knows nobody, as clients are asked for no certificate: name its authority by --tls-client-ca',
    )
  const trusted = await trustedOf(config, file.plan)
  const onHeld = heldTeller(log, config)
  const hooks = callHooks(file.plan, { log, onHeld })
  const sources = await openSources(file, log, { hooks, wires: surroundings.wires })
  // A newcomer has no token.
  const query = exampleQuery(createAccess(file.plan).of(undefined).plan)
  const edge = createHttpEdge({
    ...config,
    ...surroundings,
    log,
    redact: redaction.call,
    showAnswer,
    schemaPlan: file.plan,
    trusted,
    rates: countsRates(config, file.plan) ? await surroundings.openRates() : undefined,
    limits: operationLimits(config.profile, config.limits),
    sources: sources.all,
    absentNames: new AbsentNames(file.plan, absent => tellAbsent(log, file.definition, absent)),
    code: resolverSurroundings(file.plan, sources, { log, onHeld }),
    onHeld,
    epoch: () => sources.epoch,
    page: page && {
      files: page.files,
      config: {
        defaultQuery: query,
        trace: config.trace,
        answers: config.trace && showAnswer !== undefined,
        headers: offeredHeaders(file.plan),
      },
    },
  })
  const underWay = new LinkedList<IncomingMessage>()
  let onLast: (() => void) | undefined
  return {
    exampleQuery: query,
    answer(incoming, response, isSurplus) {
      const link = underWay.push(incoming)
      response.on('close', () => {
        underWay.remove(link)
        if (!underWay.first) onLast?.()
      })
      edge(incoming, response, isSurplus)
    },
    sources() {
      const status = sources.status()
      return [...file.plan.sources.values()].map(settings =>
        describeSource(settings, status[settings.name], sources.whyUnreachable(settings.name)),
      )
    },
    states: () => sources.states(),
    status: () => sources.status(),
    async bind() {
      const problems = [...(await sources.bind()).values()].flatMap(result => (result instanceof Error ? [] : result))
      if (hasErrors(problems)) throw new SchemaProblems(problems)
    },
    async retire(patience) {
      const { promise, resolve } = Promise.withResolvers<void>()
      onLast = resolve
      if (!underWay.first) resolve()
      let timer: NodeJS.Timeout | undefined
      const wait = () => {
        const haveCome = [...underWay].every(({ complete }) => complete)
        timer = setTimeout(haveCome ? resolve : wait, patience)
      }
      wait()
      await promise
      clearTimeout(timer)
      await sources[Symbol.asyncDispose]()
    },
    [Symbol.asyncDispose]: () => sources[Symbol.asyncDispose](),
  }
}

/** The headers that the page offers. */
function offeredHeaders(plan: SchemaPlan): readonly string[] {
  const read = requestReads(plan).headers.filter(name => !isTracing(name))
  return [...new Set([...read, ...clientUserHeaders(plan.authorities)])]
}

function countsRates({ rateLimit, costRateLimit }: Config, { rates }: SchemaPlan): boolean {
  return rateLimit !== undefined || costRateLimit !== undefined || rates.size > 0
}

async function trustedOf(config: Config, schemaPlan: SchemaPlan): Promise<TrustedDocuments> {
  if (config.operations.length === 0) return new TrustedDocuments([])
  const { trustOperations } = await import('./operations/trust-operations.ts')
  const { documents, problems } = await trustOperations(config, schemaPlan)
  if (hasErrors(problems)) throw new SchemaProblems(problems)
  return new TrustedDocuments(documents)
}

function tellAbsent(log: Log, { positions }: SchemaDefinition, { coordinate, source, name, found }: AbsentName): void {
  const position = positions.get(coordinate)
  const place = position ? ` (${printPosition(position)})` : ''
  log.warn({ coordinate, source }, `${coordinate}: no answer has had "${name}" so far; ${found}${place}`)
}
