import type { CallObserver } from '../../call-record.ts'
import { CancelSource } from '../../cancel.ts'
import { beginOwnCall } from '../../own-call.ts'
import type { Soon } from '../../soon.ts'
import { SourceError } from '../../source-error.ts'
import type { AccessToken, TokenEndpoint } from './token-endpoint.ts'

/** Before a token ends it is renewed: by a tenth of its time, and at most by so many milliseconds. */
const MOST_BEFORE_END = 30_000
/** How long a token is kept whose endpoint does not say. */
const UNKNOWN_LIFETIME = 300_000
/** After a failure the endpoint is left alone for so long. */
const PAUSE = 1_000

interface ClientTokenOptions {
  /** That of the source. */
  readonly name: string
  /** Milliseconds for one request of it. */
  readonly timeout: number
}

/** The access token of a source: one for all its calls, asked for by one of them at a time. */
export class ClientToken {
  readonly #endpoint: TokenEndpoint
  readonly #source: ClientTokenOptions
  #kept: { readonly text: string; readonly until: number } | undefined
  #failed: { readonly error: Error; readonly until: number } | undefined
  #asking: Promise<string> | undefined

  constructor(endpoint: TokenEndpoint, source: ClientTokenOptions) {
    this.#endpoint = endpoint
    this.#source = source
  }

  /** The token, or a promise of it; `observer` is told if it is asked for. Rejects with why there is none. */
  get(observer?: CallObserver): Soon<string> {
    const now = performance.now()
    if (this.#kept && now < this.#kept.until) return this.#kept.text
    if (this.#failed && now < this.#failed.until) return Promise.reject(this.#failed.error)
    this.#asking ??= this.#ask(observer).finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  /** The source does not take this one any more. */
  refuse(text: string): void {
    if (this.#kept?.text === text) this.#kept = undefined
  }

  async #ask(observer: CallObserver | undefined): Promise<string> {
    const { name, timeout } = this.#source
    const cancel = new CancelSource()
    const timer = setTimeout(() => cancel.abort(new Error('the token endpoint did not answer in time')), timeout)
    const coordinate = `@source(name: "${name}")`
    const record = beginOwnCall({ method: 'POST', url: this.#endpoint.url, source: name, coordinate }, observer)
    try {
      const token = await this.#endpoint.ask(cancel, record)
      record?.end(undefined)
      this.#failed = undefined
      this.#kept = { text: token.text, until: performance.now() + lifetimeOf(token) }
      return token.text
    } catch (cause) {
      const error = cancel.aborted ? (cancel.reason as Error) : (cause as Error)
      this.#failed = { error, until: performance.now() + PAUSE }
      record?.end(new SourceError('There is no access token.', { reason: 'token', source: name, cause: error }))
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}

function lifetimeOf({ lifetime }: AccessToken): number {
  if (lifetime === undefined) return UNKNOWN_LIFETIME
  const milliseconds = lifetime * 1_000
  return milliseconds - Math.min(MOST_BEFORE_END, milliseconds / 10)
}
