import type { Dispatcher } from 'undici'
import Pool from 'undici/lib/dispatcher/pool.js'
import { GatheredBytes } from '../gathered-bytes.ts'
import { networkReason } from './error.ts'
import { NotNeeded } from './not-needed.ts'

/** Sees every request of a source, and may answer it in the place of its API. */
export type HttpWire = Dispatcher.DispatcherComposeInterceptor

interface KeptRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly requestBody: string | undefined
}

/** A request that was answered whole. */
export interface KeptExchange extends KeptRequest {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Uint8Array
}

/** A request that was not. */
export interface KeptFailure extends KeptRequest {
  /** What happened to it; undefined for what has no name. */
  readonly fault: RequestFault | undefined
  readonly error: unknown
}

/** Nobody listens, the connection breaks before the answer or in it, or nothing comes in time. */
type RequestFault = 'refused' | 'reset' | 'truncated' | 'hang'

/** What a source's requests are led elsewhere by; disposing it closes the connections. */
export interface LedWire extends AsyncDisposable {
  readonly intercept: HttpWire
}

/** Leads all requests to another server, whatever their URLs say. */
export function leadTo(origin: string): LedWire {
  const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0 })
  return {
    intercept: () => (options, handler) => pool.dispatch(options, handler),
    [Symbol.asyncDispose]: () => pool.destroy(),
  }
}

/** Tells of every request how it was answered, or why it was not. Answers come as they are, not compressed. */
export function keepExchanges(
  onExchange: (exchange: KeptExchange) => void,
  onFailure: (failure: KeptFailure) => void,
): HttpWire {
  return dispatch => (options, handler) => {
    const { method, path, body } = options
    const request = { method, path, requestBody: body === null || body === undefined ? undefined : String(body) }
    const keep = (status: number, headers: KeptExchange['headers'], bytes: Uint8Array) =>
      onExchange({ ...request, status, headers, body: bytes })
    // Ours are always a map.
    const headers = new Map(options.headers as ReadonlyMap<string, string>).set('accept-encoding', 'identity')
    const fail = (error: unknown, hasBegun: boolean) =>
      onFailure({ ...request, fault: faultOf(error, hasBegun), error })
    return dispatch({ ...options, headers }, new Keeper(handler, keep, fail))
  }
}

function faultOf(error: unknown, hasBegun: boolean): RequestFault | undefined {
  if (error instanceof NotNeeded) return 'hang'
  const reason = networkReason(error)
  if (reason === 'reset') return hasBegun ? 'truncated' : 'reset'
  return reason === 'connect' ? 'refused' : undefined
}

/** Hands all on, and gathers it. */
class Keeper implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler
  readonly #keep: (status: number, headers: KeptExchange['headers'], body: Uint8Array) => void
  readonly #fail: (error: unknown, hasBegun: boolean) => void
  #status = 0
  #headers: KeptExchange['headers'] = {}
  readonly #body = new GatheredBytes()

  constructor(
    handler: Dispatcher.DispatchHandler,
    keep: (status: number, headers: KeptExchange['headers'], body: Uint8Array) => void,
    fail: (error: unknown, hasBegun: boolean) => void,
  ) {
    this.#handler = handler
    this.#keep = keep
    this.#fail = fail
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#handler.onRequestStart?.(controller, context)
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: KeptExchange['headers'],
    statusMessage?: string,
  ): void {
    this.#status = status
    this.#headers = headers
    this.#handler.onResponseStart?.(controller, status, headers as never, statusMessage)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body.add(chunk)
    this.#handler.onResponseData?.(controller, chunk)
  }

  onResponseEnd(controller: Dispatcher.DispatchController, trailers: never): void {
    this.#keep(this.#status, this.#headers, this.#body.bytes())
    this.#handler.onResponseEnd?.(controller, trailers)
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error, this.#status !== 0)
    this.#handler.onResponseError?.(controller, error)
  }
}
