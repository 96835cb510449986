import type { OAuthSettings } from '../../../plan/http/oauth-settings.ts'
import { isObject } from '../../../plan/is-object.ts'
import { AnswerBudget } from '../../answer-budget.ts'
import type { CancelSignal } from '../../cancel.ts'
import { parseJson } from '../../json.ts'
import { decodeUtf8 } from '../../utf8.ts'
import { ACCEPTED_ENCODINGS } from '../decompress.ts'
import { readBase } from '../http-base.ts'
import { createHttpPool, type HttpPoolOptions } from '../http-pool.ts'
import { send } from '../send.ts'

export interface AccessToken {
  readonly text: string
  /** Seconds; undefined where the endpoint does not say. */
  readonly lifetime: number | undefined
}

/** Gives access tokens. */
export interface TokenEndpoint extends AsyncDisposable {
  /** A new one. Rejects with why there is none, which names no secret. */
  ask(signal: CancelSignal): Promise<AccessToken>
}

/** Bytes of an answer with a token. */
const MOST_BYTES = 65_536

/** What a token may consist of (RFC 6750, section 2.1). */
const TOKEN = /^[\w.~+/-]+=*$/

export function createTokenEndpoint(settings: OAuthSettings, options: HttpPoolOptions): TokenEndpoint {
  const { origin } = readBase(settings.tokenURL)
  const { pathname, search } = new URL(settings.tokenURL)
  // Where addresses are to be denied it is asked directly, as its source is.
  const proxy = options.denyPrivateAddresses ? undefined : settings.proxy
  const connections = createHttpPool({ ...options, proxy }, origin)
  const sending = { dispatcher: connections.pool, origin, maxResponseBytes: MOST_BYTES, followRedirects: false }
  const request = { method: 'POST', path: pathname + search, ...requestOf(settings) } as const
  return {
    async ask(signal) {
      const answer = await send(sending, request, () => true, new AnswerBudget(MOST_BYTES), signal)
      if (answer.status !== 200) throw new Error(`the token endpoint answered ${answer.status}`)
      return readToken(answer.body)
    },
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose](),
  }
}

function requestOf({ clientId, clientSecret, scope, audience, auth }: OAuthSettings) {
  const inBody = auth === 'BODY' ? { client_id: clientId, client_secret: clientSecret } : {}
  const said = { grant_type: 'client_credentials', ...inBody, scope, audience }
  const present = Object.entries(said).filter((each): each is [string, string] => each[1] !== undefined)
  const headers = new Map([
    ['accept', 'application/json'],
    ['accept-encoding', ACCEPTED_ENCODINGS],
    ['user-agent', 'sluice'],
    ['content-type', 'application/x-www-form-urlencoded'],
  ])
  if (auth === 'BASIC') headers.set('authorization', `Basic ${basic(clientId, clientSecret)}`)
  return { headers, body: new URLSearchParams(present).toString() }
}

/** Each is encoded as in a form before (RFC 6749, section 2.3.1). */
function basic(clientId: string, clientSecret: string): string {
  const [id, secret] = [clientId, clientSecret].map(text => new URLSearchParams([['', text]]).toString().slice(1))
  return Buffer.from(`${id}:${secret}`).toString('base64')
}

/** RFC 6749, section 5.1. */
function readToken(body: Uint8Array): AccessToken {
  const said = tryParse(body)
  if (!isObject(said)) throw new Error('the token endpoint answered no JSON object')
  const { access_token: text, token_type: type = 'Bearer', expires_in: lifetime } = said
  if (typeof text !== 'string' || !TOKEN.test(text)) throw new Error('the token endpoint answered no token')
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
    throw new Error('the token endpoint answered a token that is none of a bearer')
  const seconds = Number(lifetime)
  return { text, lifetime: lifetime !== undefined && seconds >= 0 ? seconds : undefined }
}

function tryParse(body: Uint8Array): unknown {
  try {
    return parseJson(decodeUtf8(body))
  } catch {
    return undefined
  }
}
