import type { buildConnector as Connectors, Dispatcher } from 'undici'
import buildConnector from 'undici/lib/core/connect.js'
import Pool from 'undici/lib/dispatcher/pool.js'
import type { TlsOptions } from '../tls-options.ts'
import { denyAddresses, denyingLookup } from './deny-addresses.ts'
import type { HttpWire } from './http-wire.ts'
import { isPrivateAddress } from './private-addresses.ts'
import { createProxied } from './proxied.ts'
import { watchStaleSockets } from './stale-sockets.ts'

export interface HttpPoolOptions {
  /** Milliseconds for a connection, TLS included. */
  readonly connectTimeout: number
  /** How the connections of an `https:` source are made. */
  readonly tls: TlsOptions | undefined
  /** The proxy on the way; undefined for none. */
  readonly proxy: string | undefined
  /** Whether no private, link-local or loopback address is connected to. */
  readonly denyPrivateAddresses: boolean
  readonly wire?: HttpWire | undefined
}

/** The connections to one source. */
export interface HttpPool extends AsyncDisposable {
  readonly pool: Dispatcher
  /** Whether the error is that of a connection which had been idle and was closed as the request came. */
  isStale(error: unknown): boolean
}

export function createHttpPool(options: HttpPoolOptions, origin: string): HttpPool {
  const through = (pool: Dispatcher) => (options.wire ? pool.compose(options.wire) : pool)
  if (options.proxy !== undefined) return proxiedPool(createProxied(options.proxy, options), through)
  const sockets = watchStaleSockets(createConnector(options))
  // undici's own timers tick in half seconds; the call's time limit ends it instead.
  const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0, allowH2: false, connect: sockets.connect })
  return {
    pool: through(pool),
    isStale: sockets.isStale,
    async [Symbol.asyncDispose]() {
      await pool.destroy()
      sockets[Symbol.dispose]()
    },
  }
}

/** Which of its connections are idle is for the proxy to know. */
function proxiedPool(pool: Dispatcher, through: (pool: Dispatcher) => Dispatcher): HttpPool {
  return { pool: through(pool), isStale: () => false, [Symbol.asyncDispose]: () => pool.destroy() }
}

function createConnector({ connectTimeout, tls, denyPrivateAddresses }: HttpPoolOptions): Connectors.connector {
  // HTTP/2 would tell its failures otherwise.
  const options = { timeout: connectTimeout, allowH2: false, ...tls }
  if (!denyPrivateAddresses) return buildConnector(options)
  const connect = buildConnector({ ...options, lookup: denyingLookup(isPrivateAddress) })
  return denyAddresses(connect, isPrivateAddress)
}
