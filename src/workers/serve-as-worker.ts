import type { Worker } from 'node:cluster'
import type { FilesRead } from '../compose/files-read.ts'
import type { Config } from '../config/config.ts'
import type { Readiness } from '../edge/server/readiness.ts'
import { type Gateway, openGateway } from '../gateway.ts'
import { createLog } from '../observe/log.ts'
import { GatewayMetrics } from '../observe/metrics/gateway-metrics.ts'
import { Line } from './line.ts'
import { setV8Options } from './v8-options.ts'

const STARTING: Readiness = { state: 'starting', sources: {} }

/** Who is told what came of a reload. */
export interface ReloadLog {
  reloaded(): void
  /** `why` is a line a mistake. */
  refused(why: string): void
}

interface Followed {
  /** Begins to reload it. */
  readonly follow: (gateway: Gateway, log: ReloadLog) => Disposable
  /** Where it is noted what its schemas are made of. */
  readonly filesRead: FilesRead
}

/** Serves as one of several processes at a port, until `stopped`; then answers what it has. */
export async function serveAsWorker(
  worker: Worker,
  config: Config,
  stopped: Promise<unknown>,
  { follow, filesRead }: Followed,
): Promise<void> {
  let own = () => STARTING
  using metrics = config.metricsPort === undefined ? undefined : new GatewayMetrics()
  const line = new Line(worker, { tell: { readiness: () => own(), metrics: () => metrics?.families() ?? [] } })
  const reported = async () => (await line.ask('readiness')) ?? own()
  const log = createLog(config.logLevel)
  await using gateway = await openGateway(config, { log, metrics, reported, listensLast: true, filesRead })
  setV8Options()
  own = () => gateway.readiness
  const { url, sources, exampleQuery } = gateway
  line.tellServing({ url, sources, exampleQuery })
  using _ = follow(gateway, {
    reloaded: () => log.info({}, 'the schema has been reloaded'),
    refused: why => log.error({ why }, 'the schema can not be served, and the former one is'),
  })
  await stopped
}
