import type { IncomingMessage } from 'node:http'
import type { Log } from '../../observe/log.ts'
import { type MetricFamily, printFamilies } from '../../observe/metrics/metric-family.ts'
import { createHostRule } from './allowed-hosts.ts'
import { type HttpAnswer, textAnswer } from './http-answer.ts'
import { startHttpServer } from './http-server.ts'

export interface MetricsServerOptions {
  /** The address or name that it listens on. */
  readonly metricsHost: string
  /** 0 takes a free port. */
  readonly port: number
  readonly allowedHosts: readonly string[]
  readonly log: Log
}

/** Scrapers are few; others find no place. */
const MOST_CONNECTIONS = 20
const WRITE_TIMEOUT = 10_000
const PATIENCE = 1_000

const CONTENT_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/** Serves what is read at each scrape, at `/metrics` of a port of its own. Throws ListenError if that can't be had. */
export async function serveMetrics(
  { metricsHost: host, port, allowedHosts, log }: MetricsServerOptions,
  read: () => readonly MetricFamily[] | Promise<readonly MetricFamily[]>,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const answersFor = createHostRule({ host, allowedHosts })
  const answer = async ({ method, url, headers }: IncomingMessage): Promise<HttpAnswer> => {
    if (!answersFor(headers.host)) return textAnswer(421, 'Metrics are not for this host.')
    if (url?.split('?')[0] !== '/metrics') return textAnswer(404, 'There is nothing here. Metrics are at /metrics.')
    if (method !== 'GET') return textAnswer(405, 'This is served by GET only.', { allow: 'GET' })
    return textAnswer(200, printFamilies(await read()).trimEnd(), { 'content-type': CONTENT_TYPE })
  }
  const server = await startHttpServer(
    (incoming, response) => {
      incoming.resume()
      answer(incoming)
        .catch((err: unknown) => {
          log.error({ err }, 'the metrics could not be told')
          return textAnswer(500, 'Something went wrong inside the gateway.')
        })
        .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
    },
    { host, port, maxConnections: MOST_CONNECTIONS, writeTimeout: WRITE_TIMEOUT, log },
  )
  return { url: `${server.url}/metrics`, [Symbol.asyncDispose]: () => server.drain(PATIENCE) }
}
