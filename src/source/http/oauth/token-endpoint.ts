import type { OAuthSettings } from '../../../plan/http/oauth-settings.ts'
import { isObject } from '../../../plan/is-object.ts'
import type { CallRecord } from '../../call-record.ts'
import type { CancelSignal } from '../../cancel.ts'
import { credentialedForm } from '../../client-credentials.ts'
import { parseJson } from '../../json.ts'
import { decodeUtf8 } from '../../utf8.ts'
import { ACCEPTED_ENCODINGS } from '../decompress.ts'
import { openEndpoint } from '../endpoint.ts'
import type { HttpPoolOptions } from '../http-pool.ts'
import { withHeaders } from '../with-headers.ts'

export interface AccessToken {
  readonly text: string
  /** Seconds; undefined where the endpoint does not say. */
  readonly lifetime: number | undefined
}

/** Gives access tokens. */
export interface TokenEndpoint extends AsyncDisposable {
  /** Where it is. */
  readonly url: string
  /** A new one; what is sent for it is told to the record. Rejects with why there is none, which names no secret. */
  ask(signal: CancelSignal, record: CallRecord | undefined): Promise<AccessToken>
}

/** Bytes of an answer with a token. */
const MOST_BYTES = 65_536

/** What a token may consist of (RFC 6750, section 2.1). */
const TOKEN = /^[\w.~+/-]+=*$/

export function createTokenEndpoint(settings: OAuthSettings, options: HttpPoolOptions): TokenEndpoint {
  // Where addresses are to be denied it is asked directly, as its source is.
  const proxy = options.denyPrivateAddresses ? undefined : settings.proxy
  const endpoint = openEndpoint(settings.tokenURL, { ...options, proxy }, MOST_BYTES)
  const request = { method: 'POST', ...requestOf(settings) } as const
  return {
    url: settings.tokenURL,
    async ask(signal, record) {
      record?.beginTry()
      const told = record?.traceHeaders ? withHeaders(request, record.traceHeaders) : request
      const answer = await endpoint.ask(told, signal)
      record?.endTry(undefined, answer.status)
      if (answer.status !== 200) throw new Error(`the token endpoint answered ${answer.status}`)
      return readToken(answer.body)
    },
    [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose](),
  }
}

function requestOf({ scope, audience, ...credentials }: OAuthSettings) {
  const { headers, body } = credentialedForm(credentials, { grant_type: 'client_credentials', scope, audience })
  return { headers: new Map(Object.entries({ ...headers, 'accept-encoding': ACCEPTED_ENCODINGS })), body }
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
