import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'

/** Milliseconds for a request of the keys; after which they are asked for again; and between two requests for a key that is not among them, or where the last one failed. */
const TIMEOUT = 5_000
const AGE = 600_000
const COOLDOWN = 30_000
/** Milliseconds between two requests where there are no keys yet. */
const PAUSE = 1_000
/** Bytes of all keys. */
const MOST_BYTES = 1_048_576

/** The keys of an issuer can't be had, so nothing is known of a token. */
export class KeysUnreachable extends Error {
  override readonly name = 'KeysUnreachable'
}

/** Keys by their URLs; a reload forgets none. */
export type KeysByURL = Map<string, PublishedKeys>

export interface PublishedKeysOptions {
  readonly url: string
  /** Is told why the keys could not be had, once for each request. */
  readonly onFailure: (error: unknown) => void
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
}

/** The keys that an issuer publishes (RFC 7517), asked for by one at a time; the last ones hold while it is down. */
export class PublishedKeys {
  readonly #options: Required<PublishedKeysOptions>
  #known: JWTVerifyGetKey | undefined
  /** When the known ones came, and when the last request ended. */
  #came = 0
  #asked = Number.NEGATIVE_INFINITY
  #failure: unknown
  #asking: Promise<void> | undefined

  constructor(options: PublishedKeysOptions) {
    this.#options = { now: () => performance.now(), ...options }
  }

  /** The key that has signed a token. Rejects with KeysUnreachable, and with what jose says where none of them has. */
  readonly get: JWTVerifyGetKey = async (header, token) => {
    if (!this.#known) await this.#ask(PAUSE)
    else if (this.#options.now() - this.#came >= AGE) await this.#ask(COOLDOWN)
    if (!this.#known) throw new KeysUnreachable('the keys of the issuer can not be had', { cause: this.#failure })
    try {
      return await this.#known(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await this.#ask(COOLDOWN)
      return await this.#known(header, token)
    }
  }

  /** Asks for them if the last request ended so long ago, or waits for the one under way. */
  #ask(pause: number): Promise<void> | undefined {
    const { now } = this.#options
    if (!this.#asking && now() - this.#asked >= pause)
      this.#asking = this.#fetch().finally(() => {
        this.#asked = now()
        this.#asking = undefined
      })
    return this.#asking
  }

  async #fetch(): Promise<void> {
    const { url, onFailure, now } = this.#options
    try {
      this.#known = createLocalJWKSet(await fetchKeys(url))
      this.#came = now()
    } catch (error) {
      this.#failure = error
      onFailure(error)
    }
  }
}

async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const answer = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json', 'user-agent': 'sluice' },
    // Whoever the URL leads to would be trusted too.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  })
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of answer.body ?? []) {
    length += chunk.length
    if (length > MOST_BYTES) throw new Error(`the answer has more than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  if (answer.status !== 200) throw new Error(`the issuer answered ${answer.status}`)
  return JSON.parse(Buffer.concat(chunks).toString())
}
