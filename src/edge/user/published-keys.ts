import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import type { RequestAccount } from '../../observe/request-account.ts'
import { decodeUtf8 } from '../../source/utf8.ts'
import { askIssuer, type SendToIssuer } from './ask-issuer.ts'
import { IssuerUnreachable } from './token-error.ts'

/** Milliseconds after which keys are asked for again; and between two requests for a key that is not among them, or where the last one failed. */
const AGE = 600_000
const COOLDOWN = 30_000
/** Milliseconds between two requests where there are no keys yet. */
const PAUSE = 1_000
/** Bytes of all keys. */
const MOST_BYTES = 1_048_576

/** Keys by their URLs, and the proxies on the way there; a reload forgets none. */
export type KeysByURL = Map<string, PublishedKeys>

export interface PublishedKeysOptions {
  readonly url: string
  /** The proxy on the way there; undefined for none. */
  readonly proxy?: string | undefined
  readonly send: SendToIssuer
  /** Is told why the keys could not be had, once for each request. */
  readonly onFailure: (error: unknown) => void
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
}

/** The keys that an issuer publishes (RFC 7517), asked for by one at a time; the last ones hold while it is down. */
export class PublishedKeys {
  readonly #options: PublishedKeysOptions & { readonly now: () => number }
  #known: JWTVerifyGetKey | undefined
  /** When the known ones came, and when the last request ended. */
  #came = 0
  #asked = Number.NEGATIVE_INFINITY
  #failure: unknown
  #asking: Promise<void> | undefined

  constructor(options: PublishedKeysOptions) {
    this.#options = { now: () => performance.now(), ...options }
  }

  /**
   * What finds the key that has signed a token, and tells the account of a request if it asks the issuer. Rejects with IssuerUnreachable, and
   * with what jose says where none of them has.
   */
  finder(account?: RequestAccount): JWTVerifyGetKey {
    return async (header, token) => {
      if (!this.#known) await this.#ask(PAUSE, account)
      else if (this.#options.now() - this.#came >= AGE) await this.#ask(COOLDOWN, account)
      if (!this.#known) throw new IssuerUnreachable('the keys of the issuer can not be had', { cause: this.#failure })
      try {
        return await this.#known(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
        await this.#ask(COOLDOWN, account)
        return await this.#known(header, token)
      }
    }
  }

  /** Asks for them if the last request ended so long ago, or waits for the one under way. */
  #ask(pause: number, account: RequestAccount | undefined): Promise<void> | undefined {
    const { now } = this.#options
    if (!this.#asking && now() - this.#asked >= pause)
      this.#asking = this.#fetch(account).finally(() => {
        this.#asked = now()
        this.#asking = undefined
      })
    return this.#asking
  }

  async #fetch(account: RequestAccount | undefined): Promise<void> {
    const { url, proxy, send, onFailure, now } = this.#options
    try {
      const request = { url, proxy, asker: '@jwt', headers: ACCEPTED, mostBytes: MOST_BYTES } as const
      const answer = await askIssuer(request, send, account)
      this.#known = createLocalJWKSet(JSON.parse(decodeUtf8(answer)) as JSONWebKeySet)
      this.#came = now()
    } catch (error) {
      this.#failure = error
      onFailure(error)
    }
  }
}

const ACCEPTED = { accept: 'application/jwk-set+json, application/json' }
