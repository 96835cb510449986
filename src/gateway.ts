import type { FilesRead } from './compose/files-read.ts'
import { openGeneration } from './compose/generation.ts'
import { IssuerEndpoints } from './compose/issuer-endpoints.ts'
import type { SourceDescription } from './compose/source-description.ts'
import type { Wires } from './compose/wire.ts'
import type { Config, ConfigOptions, Environment } from './config/config.ts'
import { createConfig } from './config/create-config.ts'
import { checkOptions, ENVIRONMENT, FUNCTION, HOOKS } from './config/options.ts'
import { SETTINGS } from './config/settings.ts'
import { type EmbeddedDoors, openDoors } from './edge/embedded-doors.ts'
import { KeptDocuments } from './edge/graphql/kept-documents.ts'
import type { RateStore } from './edge/rate/rate-store.ts'
import type { Answer } from './edge/server/client-connections.ts'
import { loadPage } from './edge/server/graphiql-files.ts'
import { type HttpServer, type ServerOptions, startHttpServer } from './edge/server/http-server.ts'
import { serveMetrics } from './edge/server/metrics-server.ts'
import { Overload } from './edge/server/overload.ts'
import type { Readiness } from './edge/server/readiness.ts'
import { RequestsUnderWay } from './edge/server/requests-under-way.ts'
import { followCertificate } from './edge/server/tls/followed-certificate.ts'
import { createLog, type Log } from './observe/log.ts'
import { GatewayMetrics } from './observe/metrics/gateway-metrics.ts'
import { activeTracing } from './observe/tracing/active-tracing.ts'

/** A running gateway; disposing it drains its requests and closes every source. */
export interface Gateway extends AsyncDisposable {
  /** Where it listens, `http://127.0.0.1:4000`, or `https:` with TLS; GraphQL is at its `path` there. */
  readonly url: string
  /** The sources of its schema, with their status of now. */
  readonly sources: readonly SourceDescription[]
  readonly readiness: Readiness
  /** Where metrics are, `http://127.0.0.1:9464/metrics`; undefined without `metricsPort`. */
  readonly metricsUrl: string | undefined
  /** A query to begin with. */
  readonly exampleQuery: string
  /**
   * Reads the schema again, with another environment if one is given, and serves it from then on; requests under way are answered
   * by what they have begun with. Throws what startGateway throws of a schema, and goes on with the former one. Reloads that are asked
   * for while one is under way are one, with the environment of the last. One that is closed throws Error.
   */
  reload(environment?: Environment): Promise<void>
}

/** A gateway in a program, which listens on no port; disposing it answers the requests under way and closes every source. */
export interface EmbeddedGateway extends Omit<Gateway, 'url'>, EmbeddedDoors {}

export interface GatewayOptions extends ConfigOptions {
  /** Takes the log's lines, JSON each, instead of standard error. */
  readonly log?: ((line: string) => void) | undefined
}

/** What the server decides that brings the requests. */
const OF_THE_SERVER = [
  ...(['host', 'port', 'tlsCert', 'tlsKey', 'tlsClientCa', 'tlsClientOptional'] as const),
  ...(['maxConnections', 'maxConnectionsPerAddress', 'writeTimeout'] as const),
]

/** What a gateway takes, but for what is of its server. */
export interface EmbeddedOptions extends Omit<GatewayOptions, (typeof OF_THE_SERVER)[number]> {}

const CLOSING = 'The gateway is being closed, and serves no other schema.'

const OPTIONS = { ...SETTINGS, environment: ENVIRONMENT, hooks: HOOKS, log: FUNCTION }
const EMBEDDED = Object.fromEntries(
  Object.entries(OPTIONS).filter(([name]) => !(OF_THE_SERVER as readonly string[]).includes(name)),
)
const OF_SERVERS = {
  rules: OPTIONS,
  remedy: 'Your own server decides it, which brings the requests; startGateway listens by itself.',
}

/**
 * Starts a gateway. Throws ConfigError, SchemaFileError, SchemaProblems for a schema that can't be served, or the reason
 * why it can't listen. A source that is down does not keep it from starting.
 *
 * @example
 * ```ts
 * import { startGateway } from 'sluice'
 *
 * await using gateway = await startGateway({ schemaPath: 'schema.graphql', port: 0, environment: process.env })
 * const answer = await fetch(`${gateway.url}/graphql`, {
 *   method: 'POST',
 *   headers: { 'content-type': 'application/json' },
 *   body: JSON.stringify({ query: '{ posts { title } }' }),
 * })
 * console.log(await answer.text()) // {"data":{"posts":[{"title":"Hello"}]}}
 * ```
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  checkOptions('startGateway', options, OPTIONS)
  const config = createConfig(options)
  return openGateway(config, { log: createLog(config.logLevel, options.log) })
}

/**
 * Starts a gateway in a program, which brings it the requests. It answers for every host, as that is for the server to decide, unless
 * `allowedHosts` says for which. Throws ConfigError, SchemaFileError, and SchemaProblems for a schema that can't be served. A source
 * that is down does not keep it from starting.
 *
 * @example
 * ```ts
 * import { createGateway } from 'sluice'
 *
 * await using gateway = await createGateway({ schemaPath: 'schema.graphql', environment: process.env })
 * const answer = await gateway.execute({ query: '{ posts { title } }' })
 * console.log(JSON.stringify(answer)) // {"data":{"posts":[{"title":"Hello"}]}}
 * ```
 */
export async function createGateway(options: EmbeddedOptions = {}): Promise<EmbeddedGateway> {
  checkOptions('createGateway', options, EMBEDDED, OF_SERVERS)
  const config = createConfig({ ...options, allowedHosts: options.allowedHosts ?? ['*'] })
  const log = createLog(config.logLevel, options.log)
  const { gateway, door } = await open(config, { log }, async answer => openDoors(answer, config.path))
  const { fetch, handler, execute } = door
  return Object.assign(gateway, { fetch, handler, execute })
}

/** @internal */
interface Surroundings {
  readonly log: Log
  /** What counts requests and calls, where others serve that; this gateway does by itself unless said. */
  readonly metrics?: GatewayMetrics | undefined
  /** What `/ready` tells, where it is more than what this gateway knows of itself. */
  readonly reported?: () => Promise<Readiness>
  /** Whether it listens only once its databases have been asked: others serve at the same port in the meantime. */
  readonly listensLast?: boolean
  /** What stands between its sources and their upstreams, where a case is recorded or played. */
  readonly wires?: Wires
  /** Where it is noted what its schemas are made of, where files are watched. */
  readonly filesRead?: FilesRead | undefined
}

/**
 * Starts a gateway, alone or as one of several at a port.
 *
 * @internal
 */
export async function openGateway(config: Config, surroundings: Surroundings): Promise<Gateway> {
  const { gateway, door } = await open(config, surroundings, startHttpServer)
  return Object.assign(gateway, { url: door.url })
}

/** What brings requests, until it is to bring no more. */
interface Door extends Pick<HttpServer, 'drain'>, Partial<Pick<HttpServer, 'serveWith'>> {}

async function open<D extends Door>(
  config: Config,
  { log, metrics: given, reported, listensLast = false, wires, filesRead }: Surroundings,
  openDoor: (answer: Answer, options: ServerOptions) => Promise<D>,
): Promise<{ readonly gateway: Omit<Gateway, 'url'>; readonly door: D }> {
  let state: Readiness['state'] = 'starting'
  let refused: string | undefined
  let reloads = 0
  const readiness = (): Readiness => ({
    state,
    sources: current.status(),
    refused,
    ...(reloads > 0 && { reloads }),
  })
  const page = config.graphiql ? { files: await loadPage(config.path) } : undefined
  const isStarting = () => state === 'starting'

  await using opening = new AsyncDisposableStack()
  const { metricsPort } = config
  const metrics = given ?? (metricsPort === undefined ? undefined : opening.use(new GatewayMetrics()))
  const metricsUrl =
    metrics && !given && metricsPort !== undefined
      ? opening.use(await serveMetrics({ ...config, port: metricsPort, log }, () => metrics.families())).url
      : undefined
  let opened: Door | undefined
  const certificate = opening.use(await followCertificate(config, log, next => opened?.serveWith?.(next)))
  const overload = opening.use(new Overload(config.maxLoopDelay, tellOverload(log)))
  const requests = new RequestsUnderWay(config.maxRequests)
  let rates: Promise<RateStore> | undefined
  // One for all generations: a reload forgets nothing.
  const openRates = () => {
    rates ??= import('./edge/rate/rate-store.ts').then(({ openRateStore }) => openRateStore({ ...config, log }))
    return rates
  }
  opening.defer(async () => (await rates?.catch(() => undefined))?.[Symbol.asyncDispose]())
  const issuers = opening.use(new IssuerEndpoints())
  const surroundings = {
    openRates,
    // One for all generations too: an issuer may be down at a reload.
    issuerKeys: new Map(),
    sendToIssuer: issuers.send,
    log,
    metrics,
    tracing: await activeTracing(),
    page,
    isStarting,
    isOverloaded: () => overload.isThere,
    requests,
    // Texts outlive schemas.
    kept: config.apq ? new KeptDocuments() : undefined,
    reported: reported ?? readiness,
    wires,
    filesRead,
  }
  let current = await openGeneration(config, surroundings)
  opening.defer(() => current[Symbol.asyncDispose]())
  metrics?.serve(() => current.states())
  metrics?.watch(() => requests.count)
  const retiring = new Set<Promise<void>>()
  opening.defer(async () => void (await Promise.all(retiring)))

  // How the last one has ended is told to who asked for it.
  let reloading = Promise.resolve()
  opening.defer(() => reloading)

  const listen = async () => {
    const answer: Answer = (incoming, response, isSurplus) => current.answer(incoming, response, isSurplus)
    const door = await openDoor(answer, { ...config, certificate: certificate?.current, log })
    opened = door
    opening.defer(() => {
      state = 'draining'
      return door.drain(config.requestTimeout)
    })
    return door
  }
  const bind = async () => {
    await current.bind()
    state = 'ready'
  }
  if (listensLast) await bind()
  const door = await listen()
  if (!listensLast) await bind()

  const isClosing = () => state === 'draining'
  const replace = async (environment: Environment) => {
    if (isClosing()) throw new Error(CLOSING)
    await certificate?.look()
    await using next = new AsyncDisposableStack()
    const generation = next.use(await openGeneration({ ...config, environment }, surroundings))
    await generation.bind()
    // That may have taken long.
    if (isClosing()) throw new Error(CLOSING)
    next.move()
    const former = current
    current = generation
    metrics?.serve(() => generation.states())
    reloads += 1
    const retired = former
      .retire(config.requestTimeout)
      .catch(err => log.error({ err }, 'a source could not be closed'))
    retiring.add(retired)
    retired.finally(() => retiring.delete(retired))
  }
  const tryReplace = async (environment: Environment) => {
    try {
      await replace(environment)
      refused = undefined
    } catch (error) {
      refused = error instanceof Error ? error.message : String(error)
      throw error
    }
  }
  let wanted = config.environment
  let waiting: Promise<void> | undefined
  const reload = (environment = config.environment) => {
    wanted = environment
    // One after the other; what has not begun does for all that ask in the meantime, with what the last of them has given.
    waiting ??= reloading.then(() => {
      waiting = undefined
      const replaced = tryReplace(wanted)
      reloading = replaced.catch(() => undefined)
      return replaced
    })
    return waiting
  }

  const resources = opening.move()
  const gateway = {
    metricsUrl,
    reload,
    get exampleQuery() {
      return current.exampleQuery
    },
    get sources() {
      return current.sources()
    },
    get readiness() {
      return readiness()
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
  return { gateway, door }
}

function tellOverload(log: Log): (isOverloaded: boolean, delay: number) => void {
  return (isOverloaded, delay) => {
    const facts = { delay: Math.round(delay) }
    if (isOverloaded) log.warn(facts, 'there is more to do than can be done: requests are refused for now')
    else log.info(facts, 'requests are taken again')
  }
}
