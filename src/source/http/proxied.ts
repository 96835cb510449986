import type { Dispatcher } from 'undici'
import connect from 'undici/lib/api/api-connect.js'
import Pool from 'undici/lib/dispatcher/pool.js'
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js'
import type { TlsOptions } from '../tls-options.ts'

interface ProxiedOptions {
  readonly connectTimeout: number
  /** For the source behind it. */
  readonly tls: TlsOptions | undefined
}

/** Sends requests through a proxy: those to `http:` whole (RFC 9112, 3.2.2), those to `https:` by a tunnel (RFC 9110, 9.3.6). */
export function createProxied(proxy: string, { connectTimeout, tls }: ProxiedOptions): Dispatcher {
  return new ProxyAgent({
    uri: proxy,
    requestTls: { timeout: connectTimeout, allowH2: false, ...tls },
    proxyTls: { timeout: connectTimeout },
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    // Of undici's main file, where every dispatcher has it, nothing is loaded.
    clientFactory: (origin, options) => Object.assign(new Pool(origin, options), { connect }),
  })
}
