import cluster from 'node:cluster'
import type { FilesRead } from '../compose/files-read.ts'
import type { Config, Environment } from '../config/config.ts'
import { type Flags, readConfig, readServing } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import type { Gateway } from '../gateway.ts'
import type { Serving } from '../workers/line.ts'
import type { ReloadLog } from '../workers/serve-as-worker.ts'
import { setV8Options } from '../workers/v8-options.ts'
import { bringDemo, type DemoEnvironment } from './demo.ts'
import { type ReloadSignal, reloadSignal } from './reload-signal.ts'
import { withSchemas } from './schema-argument.ts'
import { startTraces } from './start-traces.ts'
import { stopSignal } from './stop-signal.ts'
import { welcome } from './welcome.ts'

/** Serves until a signal says that it is enough, and ends the process. `defaults` are for what neither flags nor the environment say. */
export async function serveToTheEnd(args: Arguments, defaults: Environment = {}): Promise<void> {
  // Of a worker, the line to the process that started it would keep it.
  await serve(withSchemas(args), defaults).finally(() => cluster.worker?.disconnect())
  // The last write to a log that nobody reads never ends, and would keep the process.
  setTimeout(() => process.exit(), LAST_LINES).unref()
}

/** How long the last lines of the log may take, in milliseconds. */
const LAST_LINES = 1_000

/** Begins to reload a gateway, and to tell what came of it. */
type Follow = (gateway: Gateway, log: ReloadLog) => Disposable

type Arguments = Flags & { readonly _: readonly string[] }

/** Serves until a signal says that it is enough. */
async function serve(args: Arguments, defaults: Environment): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const readGiven = () => ({ ...defaults, ...readEnvironment() })
  const given = readGiven()
  // Before the demo begins, so that a wrong flag starts nothing.
  readConfig(args, given)
  const { workers, watch, demo: isDemo } = readServing(args, given)
  const stopped = stopSignal()
  const signal = reloadSignal()
  const demo = isDemo ? resources.use(await bringDemo(given)) : undefined
  const environment = () => demo?.complete(readGiven()) ?? readGiven()
  const config = readConfig(args, environment())
  const { schemaPath, operations } = config
  // Loaded only now, and only where it is needed: neither help and refusals nor the process that starts workers read a schema.
  const prepareToFollow = async (): Promise<{ readonly follow: Follow; readonly filesRead: FilesRead }> => {
    const { FilesRead } = await import('../compose/files-read.ts')
    const { followChanges } = await import('./follow-changes.ts')
    const { contentsOf } = await import('./watch-contents.ts')
    const filesRead = new FilesRead()
    const followed = { schemaPath, operations, filesRead, environment, watch, signal }
    const contents = watch ? await contentsOf(followed) : ''
    return { filesRead, follow: (gateway, log) => followChanges(gateway, followed, contents, log) }
  }
  if (cluster.worker) {
    resources.use(await startTraces(config))
    const { serveAsWorker } = await import('../workers/serve-as-worker.ts')
    return await serveAsWorker(cluster.worker, config, stopped, await prepareToFollow())
  }
  const startAlone = async () => {
    const { follow, filesRead } = await prepareToFollow()
    const traces = await startTraces(config)
    const { openGateway } = await import('../gateway.ts')
    const { createLog } = await import('../observe/log.ts')
    // Who has been stopped meanwhile has let go of all that is started.
    if (resources.disposed) {
      await traces?.[Symbol.asyncDispose]()
      return undefined
    }
    resources.use(traces)
    const starting = openGateway(config, { log: createLog(config.logLevel), filesRead })
    resources.defer(async () => (await starting.catch(() => undefined))?.[Symbol.asyncDispose]())
    const gateway = await starting
    setV8Options()
    if (!resources.disposed) resources.use(follow(gateway, consoleLog(schemaPath)))
    return gateway
  }
  const starting = workers > 1 ? startWorkers(workers, config, demo, signal, resources) : startAlone()
  const serving = await Promise.race([starting, stopped]).catch(error => {
    throw demo?.explain(error, schemaPath) ?? error
  })
  if (typeof serving === 'string') return
  if (!serving) {
    process.exitCode = 1
    return
  }
  console.log(welcome(serving, config, demo ?? { started: [], given: [] }))
  await stopped
  console.log('Draining: requests under way are answered, new ones are refused.')
}

function consoleLog(schemaPath: Config['schemaPath']): ReloadLog {
  const what = [schemaPath].flat().join(', ')
  return {
    reloaded: () => console.log(`Reloaded ${what}.`),
    refused: why => console.error(`${why}\nThe former schema is served.`),
  }
}

/** Resolves to nothing where a worker has said by itself why it can't serve. */
async function startWorkers(
  count: number,
  config: Config,
  demo: DemoEnvironment | undefined,
  signal: ReloadSignal,
  resources: AsyncDisposableStack,
): Promise<Serving | undefined> {
  const { WorkerPool } = await import('../workers/worker-pool.ts')
  const { createLog } = await import('../observe/log.ts')
  // Each reads the .env file by itself, and again at a reload; of the demo there is one for all.
  const { environment, logLevel, metricsPort: port } = config
  const { POSTS_URL, DATABASE_URL } = environment
  const more = demo ? { POSTS_URL, DATABASE_URL } : {}
  const log = createLog(logLevel)
  const pool = resources.use(new WorkerPool({ count, environment: more, log }))
  if (port !== undefined) {
    const { servePoolMetrics } = await import('../workers/serve-pool-metrics.ts')
    resources.use(await servePoolMetrics(pool, { ...config, port, log }))
  }
  resources.use(signal.follow(() => pool.reload()))
  return pool.start()
}
