import type { Worker } from 'node:cluster'
import type { Config } from '../config/config.ts'
import type { Readiness } from '../edge/server/readiness.ts'
import { openGateway } from '../gateway.ts'
import { createLog } from '../observe/log.ts'
import { Line } from './line.ts'

const STARTING: Readiness = { state: 'starting', sources: {} }

/** Serves as one of several processes at a port, until `stopped`; then answers what it has. */
export async function serveAsWorker(worker: Worker, config: Config, stopped: Promise<unknown>): Promise<void> {
  let own = () => STARTING
  const line = new Line(worker, { readiness: () => own() })
  const reported = async () => (await line.ask()) ?? own()
  await using gateway = await openGateway(config, { log: createLog(config.logLevel), reported, listensLast: true })
  own = () => gateway.readiness
  const { url, sources, exampleQuery } = gateway
  line.tellServing({ url, sources, exampleQuery })
  await stopped
}
