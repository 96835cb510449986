import type { SendToIssuer } from '../edge/user/ask-issuer.ts'
import type { Endpoint } from '../source/http/endpoint.ts'

/** Milliseconds for a connection, TLS included. */
const CONNECT_TIMEOUT = 5_000

/** The issuers of tokens, each asked by connections of its own; what asks is loaded with the first one. */
export class IssuerEndpoints implements AsyncDisposable {
  /** By their URLs and proxies. */
  readonly #open = new Map<string, Endpoint>()

  readonly send: SendToIssuer = async ({ url, proxy, headers, body, mostBytes }, signal) => {
    const { openEndpoint } = await import('../source/http/endpoint.ts')
    const { ACCEPTED_ENCODINGS } = await import('../source/http/decompress.ts')
    const name = `${url} ${proxy ?? ''}`
    const options = { connectTimeout: CONNECT_TIMEOUT, tls: undefined, proxy, denyPrivateAddresses: false }
    const endpoint = this.#open.get(name) ?? openEndpoint(url, options, mostBytes)
    this.#open.set(name, endpoint)
    const all = new Map(Object.entries({ ...headers, 'accept-encoding': ACCEPTED_ENCODINGS }))
    const method = body === undefined ? 'GET' : 'POST'
    return await endpoint.ask({ method, headers: all, body }, signal).catch((error: Error) => {
      // Why there is no answer.
      throw error.cause ?? error
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open.values()].map(endpoint => endpoint[Symbol.asyncDispose]()))
  }
}
