import type { IncomingHttpHeaders } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { Log } from '../../observe/log.ts'
import type { Issuer } from '../../plan/user/issuer.ts'
import type { User } from '../../plan/user/user.ts'
import { type Refusal, refuseForAMoment, refuseToken } from '../graphql/refusal.ts'
import type { KeysByURL } from './published-keys.ts'
import type { VerifyToken } from './verify-token.ts'

/** Who sends a request: nobody that is known without a token; a refusal for one that is not valid. */
export type Authenticate = (
  headers: IncomingHttpHeaders,
  requestId: string,
) => User | undefined | Refusal | Promise<User | Refusal>

const BEARER = /^bearer(?:\s|$)/i

/** Tokens that are known to be valid, and the bytes of all. */
const KNOWN_TOKENS = 10_000
const KNOWN_BYTES = 16_777_216
/** Milliseconds after which a token is verified again, so that a key that is withdrawn ends. */
const KNOWN_FOR = 60_000

export function createAuthenticate(issuers: readonly Issuer[], keys: KeysByURL, log: Log): Authenticate {
  if (issuers.length === 0) return () => undefined
  const known = new LRUCache<string, User>({ max: KNOWN_TOKENS, maxSize: KNOWN_BYTES, sizeCalculation: sizeOf })
  let verify: Promise<VerifyToken> | undefined

  const look = async (token: string, requestId: string): Promise<User | Refusal> => {
    try {
      verify ??= import('./verify-token.ts').then(({ createVerifyToken }) => createVerifyToken(issuers, keys, log))
      const { user, expires } = await (await verify)(token)
      const ttl = Math.min(KNOWN_FOR, expires - Date.now())
      if (ttl > 0) known.set(token, user, { ttl })
      return user
    } catch (error) {
      return refusalOf(error as Error, requestId)
    }
  }

  const refusalOf = (error: Error, requestId: string): Refusal => {
    if (error.name === 'InvalidToken') {
      log.info({ requestId, why: error.message }, 'a token is not taken')
      return refuseToken(`The token is not valid: ${error.message}.`)
    }
    // That they are not to be had has been told, once for all requests.
    if (error.name === 'KeysUnreachable') log.info({ requestId, why: error.message }, 'a token could not be verified')
    else log.error({ requestId, err: error }, 'a token could not be verified')
    return refuseForAMoment('The token could not be verified.')
  }

  return ({ authorization }, requestId) => {
    const token = tokenOf(authorization)
    return token === undefined ? undefined : (known.get(token) ?? look(token, requestId))
  }
}

/**
 * What stands where a token does (RFC 6750, section 2.1), whatever it is; undefined for another scheme. Who has signed out often sends the
 * scheme alone.
 */
function tokenOf(authorization = ''): string | undefined {
  if (!BEARER.test(authorization)) return undefined
  return authorization.slice('bearer'.length).trim() || undefined
}

/** Of a token's text; what is read of it takes some more. */
function sizeOf(_: User, token: string): number {
  return token.length * 2
}
