import cluster from 'node:cluster'
import { defineCommand } from 'citty'
import type { Config } from '../config/config.ts'
import { readConfig, readWorkers } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import type { Serving } from '../workers/line.ts'
import { bringDemo } from './demo.ts'
import { SCHEMA_ARGUMENT, withSchemas } from './schema-argument.ts'
import { stopSignal } from './stop-signal.ts'
import { welcome } from './welcome.ts'

export const startCommand = defineCommand({
  meta: { name: 'start', description: 'Serve a schema' },
  args: {
    ...SCHEMA_ARGUMENT,
    port: { type: 'string', description: 'Port to listen on; 0 takes a free one (4000)', valueHint: 'port' },
    host: { type: 'string', description: 'Address to listen on (127.0.0.1)', valueHint: 'address' },
    demo: {
      type: 'boolean',
      description: 'Bring a schema, a posts API and a users database, where none is configured',
    },
    'direct-lane': {
      type: 'boolean',
      description: 'Plain requests go past Yoga (on)',
      negativeDescription: 'All requests go through Yoga',
    },
    graphiql: { type: 'boolean', description: 'GraphiQL in the browser (on)', negativeDescription: 'No GraphiQL' },
    introspection: { type: 'boolean', description: 'Introspection (on)', negativeDescription: 'No introspection' },
    'allowed-hosts': { type: 'string', description: 'Host names to answer for (loopback names)', valueHint: 'a,b' },
    'cors-origins': { type: 'string', description: 'Origins that may call from a browser (none)', valueHint: 'a,b' },
    'request-timeout': { type: 'string', description: 'Budget of one request (15s)', valueHint: 'time' },
    'write-timeout': {
      type: 'string',
      description: 'How long a client may take nothing of its answer (30s)',
      valueHint: 'time',
    },
    'max-connections': { type: 'string', description: 'Client connections at once (5000)', valueHint: 'connections' },
    'body-limit': { type: 'string', description: 'Largest request body, in bytes (1048576)', valueHint: 'bytes' },
    'max-operation-bytes': {
      type: 'string',
      description: 'Longest text of an operation, in bytes (131072)',
      valueHint: 'bytes',
    },
    'max-answer-bytes': {
      type: 'string',
      description: 'Largest answer to an operation, in bytes (16777216)',
      valueHint: 'bytes',
    },
    'max-calls': { type: 'string', description: 'Most calls of one request (1000)', valueHint: 'calls' },
    workers: {
      type: 'string',
      description: 'Processes that serve; auto: as many as cores (1)',
      valueHint: 'number|auto',
    },
    'log-level': { type: 'string', description: 'silent, error, warn, info or debug (warn)', valueHint: 'level' },
  },
  async run({ args }) {
    // Of a worker, the line to the process that started it would keep it.
    await serve(withSchemas(args)).finally(() => cluster.worker?.disconnect())
    // The last write to a log that nobody reads never ends, and would keep the process.
    setTimeout(() => process.exit(), LAST_LINES).unref()
  },
})

/** How long the last lines of the log may take, in milliseconds. */
const LAST_LINES = 1_000

type Arguments = Parameters<typeof readConfig>[0] & { readonly demo?: boolean | undefined }

/** Serves until a signal says that it is enough. */
async function serve(args: Arguments): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const given = readEnvironment()
  // Before the demo begins, so that a wrong flag starts nothing.
  readConfig(args, given)
  const count = readWorkers(args, given)
  const stopped = stopSignal()
  const demo = args.demo ? resources.use(await bringDemo(given)) : undefined
  const environment = demo?.environment ?? given
  const config = readConfig(args, environment)
  // Loaded only now: help and refusals need none of it.
  if (cluster.worker) {
    const { serveAsWorker } = await import('../workers/serve-as-worker.ts')
    return serveAsWorker(cluster.worker, config, stopped)
  }
  const starting = count > 1 ? startWorkers(count, config, resources) : startAlone(config, resources)
  const serving = await Promise.race([starting, stopped])
  if (typeof serving === 'string') return
  if (!serving) {
    process.exitCode = 1
    return
  }
  console.log(welcome(serving, config, demo?.started ?? []))
  await stopped
  console.log('Draining: requests under way are answered, new ones are refused.')
}

async function startAlone(config: Config, resources: AsyncDisposableStack): Promise<Serving> {
  const { startGateway } = await import('../gateway.ts')
  const starting = startGateway(config)
  resources.defer(async () => (await starting.catch(() => undefined))?.[Symbol.asyncDispose]())
  return starting
}

/** Resolves to nothing where a worker has said by itself why it can't serve. */
async function startWorkers(
  count: number,
  config: Config,
  resources: AsyncDisposableStack,
): Promise<Serving | undefined> {
  const { WorkerPool } = await import('../workers/worker-pool.ts')
  const { createLog } = await import('../observe/log.ts')
  const { environment, logLevel } = config
  return resources.use(new WorkerPool({ count, environment, log: createLog(logLevel) })).start()
}
