import { LRUCache } from 'lru-cache'
import type { Log } from '../../observe/log.ts'
import type { RequestAccount } from '../../observe/request-account.ts'
import { seldom } from '../../observe/seldom.ts'
import { isObject } from '../../plan/is-object.ts'
import type { OpaqueTokens } from '../../plan/user/authorities.ts'
import { userOf } from '../../plan/user/user.ts'
import { credentialedForm } from '../../source/client-credentials.ts'
import { parseJson } from '../../source/json.ts'
import { decodeUtf8 } from '../../source/utf8.ts'
import { askIssuer, type SendToIssuer } from './ask-issuer.ts'
import { CLOCK_SKEW } from './clock-skew.ts'
import { InvalidToken, IssuerUnreachable } from './token-error.ts'
import type { VerifiedToken } from './verified-token.ts'

/** What a token may consist of (RFC 6750, section 2.1): nobody is asked about anything else. */
const TOKEN = /^[\w.~+/-]+=*$/

/** Bytes of an answer. */
const MOST_BYTES = 65_536
/** Tokens that are asked about at once; one more is refused for now. */
const MOST_AT_ONCE = 100
/** Tokens that are known to be none, the bytes of all, and milliseconds for which they are. */
const INVALID_TOKENS = 10_000
const INVALID_BYTES = 16_777_216
const INVALID_FOR = 10_000
/** Failures in a row after which nobody is asked for so many milliseconds. */
const MOST_FAILURES = 5
const PAUSE = 1_000

/** What the issuer of opaque tokens says of them (RFC 7662), asked once for those of one token at a time. */
export class Introspection {
  readonly #options: OpaqueTokens
  readonly #asking = new Map<string, Promise<VerifiedToken>>()
  readonly #invalid = new LRUCache<string, InvalidToken>({
    max: INVALID_TOKENS,
    maxSize: INVALID_BYTES,
    ttl: INVALID_FOR,
    sizeCalculation: (_, token) => token.length * 2,
  })
  readonly #send: SendToIssuer
  readonly #tell: (err: unknown) => void
  #failures = 0
  /** Of a clock that never goes back. */
  #pausedUntil = 0

  constructor(options: OpaqueTokens, send: SendToIssuer, log: Log) {
    this.#options = options
    this.#send = send
    this.#tell = seldom(err => log.error({ err }, 'the issuer of opaque tokens can not be asked'))
  }

  /** Rejects with InvalidToken and IssuerUnreachable. */
  async verify(token: string, account: RequestAccount | undefined): Promise<VerifiedToken> {
    const known = this.#invalid.get(token)
    if (known) throw known
    const asking = this.#asking.get(token) ?? this.#ask(token, account)
    return await asking
  }

  #ask(token: string, account: RequestAccount | undefined): Promise<VerifiedToken> {
    if (!TOKEN.test(token)) throw new InvalidToken('it is no token')
    if (performance.now() < this.#pausedUntil) throw new IssuerUnreachable('their issuer has failed a moment ago')
    if (this.#asking.size >= MOST_AT_ONCE) throw new IssuerUnreachable('too many tokens are asked about')
    const asking = this.#look(token, account).finally(() => this.#asking.delete(token))
    this.#asking.set(token, asking)
    return asking
  }

  async #look(token: string, account: RequestAccount | undefined): Promise<VerifiedToken> {
    const { said, length } = await this.#said(token, account)
    try {
      return { ...this.#read(said), bytes: length * 2 }
    } catch (error) {
      if (error instanceof InvalidToken) this.#invalid.set(token, error)
      throw error
    }
  }

  async #said(
    token: string,
    account: RequestAccount | undefined,
  ): Promise<{ readonly said: Readonly<Record<string, unknown>>; readonly length: number }> {
    const { endpoint: url, proxy } = this.#options
    const form = credentialedForm(this.#options, { token, token_type_hint: 'access_token' })
    try {
      const request = { ...form, url, proxy, asker: '@opaqueTokens', mostBytes: MOST_BYTES } as const
      const body = await askIssuer(request, this.#send, account)
      const said = parseJson(decodeUtf8(body))
      if (!isObject(said) || typeof said.active !== 'boolean')
        throw new Error('the answer does not say whether a token is active')
      this.#failures = 0
      return { said, length: body.length }
    } catch (cause) {
      this.#failures += 1
      if (this.#failures >= MOST_FAILURES) this.#pausedUntil = performance.now() + PAUSE
      this.#tell(cause)
      throw new IssuerUnreachable('their issuer can not be asked', { cause })
    }
  }

  #read({ active, ...claims }: Readonly<Record<string, unknown>>): Omit<VerifiedToken, 'bytes'> {
    const { issuer, audience, scopes, keep } = this.#options
    if (active !== true) throw new InvalidToken('it is not active')
    // Some say of these too that they are active.
    if (claims.token_use === 'refresh_token') throw new InvalidToken('it is none of access')
    if (issuer !== undefined && (claims.iss ?? issuer) !== issuer)
      throw new InvalidToken('its issuer is not one that is trusted here')
    const whom = [claims.aud ?? []].flat()
    if (audience.length > 0 && !audience.some(each => whom.includes(each)))
      throw new InvalidToken('it is for somebody else')
    const now = Date.now()
    const [expires, begins] = [millisecondsOf(claims.exp), millisecondsOf(claims.nbf)]
    if (expires !== undefined && !(expires + CLOCK_SKEW > now)) throw new InvalidToken('it has expired')
    if (begins !== undefined && !(begins - CLOCK_SKEW <= now)) throw new InvalidToken('it is not valid yet')
    const said = issuer === undefined ? claims : { ...claims, iss: issuer }
    return {
      user: userOf(said, scopes, 'opaqueTokens'),
      until: Math.min(now + keep, expires ?? Number.POSITIVE_INFINITY),
    }
  }
}

/** Of a time in seconds; NaN where it is none. */
function millisecondsOf(time: unknown): number | undefined {
  return time === undefined || time === null ? undefined : Number(time) * 1_000
}
