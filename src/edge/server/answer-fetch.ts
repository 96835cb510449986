import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

/** What a Fetch request does not say of where it comes from. */
export interface FetchConnection {
  /**
   * The address that the request comes from: of the client, or of the proxy in front. Without one, all clients without a user share one
   * `rateLimit`, and no proxy is trusted.
   */
  readonly remoteAddress?: string | undefined
}

/** Answers what Node's server brings. */
type Take = (incoming: IncomingMessage, response: ServerResponse) => void

/**
 * Answers a request of the Fetch standard as one of HTTP/2, which knows its connection as little. Rejects with the reason of the request's
 * signal once that is aborted, and with TypeError where its body has been read.
 */
export async function answerFetch(take: Take, request: Request, connection: FetchConnection): Promise<Response> {
  const { signal } = request
  signal.throwIfAborted()
  if (request.bodyUsed)
    throw new TypeError(
      'The body of the request has been read already. Give the gateway the request before anything reads it, or a clone() of it.',
    )
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  const incoming = incomingOf(request, connection)
  const response = new FetchResponse(resolve)
  const onAbort = () => response.destroy()
  signal.addEventListener('abort', onAbort)
  response.once('close', () => {
    signal.removeEventListener('abort', onAbort)
    // Of a body that nobody has wanted no more is sent.
    incoming.destroy()
    if (!response.writableFinished) reject(signal.aborted ? signal.reason : new Error('The request was not answered.'))
  })
  take(incoming, response as unknown as ServerResponse)
  return promise
}

function incomingOf(request: Request, { remoteAddress }: FetchConnection): IncomingMessage {
  const { host, pathname, search } = new URL(request.url)
  const sent = [...request.headers]
  const headers = Object.assign(Object.create(null), { host }, Object.fromEntries(sent))
  const body = request.body ? Readable.fromWeb(request.body as ReadableStream) : Readable.from([])
  // One that breaks off before it is read would end the process; who reads it hears of its end.
  body.on('error', () => undefined)
  Object.defineProperty(body, 'complete', { get: () => request.body === null || body.readableEnded })
  const message = {
    method: request.method,
    url: pathname + search,
    httpVersion: '2.0',
    httpVersionMajor: 2,
    httpVersionMinor: 0,
    headers,
    rawHeaders: sent.flat(),
    socket: { remoteAddress },
  }
  return Object.assign(body, message) as unknown as IncomingMessage
}

/** As much of Node's response as the edge uses, which becomes one of the Fetch standard; its end is its close. */
class FetchResponse extends EventEmitter {
  readonly #onAnswered: (response: Response) => void
  #status = 500
  readonly #headers = new Headers()
  writableFinished = false
  destroyed = false

  constructor(onAnswered: (response: Response) => void) {
    super()
    this.#onAnswered = onAnswered
  }

  /** Nobody has to be asked for the body of a request that is there. */
  writeContinue(): void {}

  writeHead(status: number, headers: Readonly<Record<string, string | number | readonly string[]>>): this {
    this.#status = status
    for (const [name, values] of Object.entries(headers))
      for (const value of [values].flat()) this.#headers.append(name, String(value))
    return this
  }

  end(body: string | Uint8Array<ArrayBuffer> | null = null): void {
    if (this.destroyed) return
    this.#onAnswered(new Response(body, { status: this.#status, headers: this.#headers }))
    this.writableFinished = true
    this.destroy()
  }

  destroy(): void {
    if (this.destroyed) return
    this.destroyed = true
    this.emit('close')
  }
}
