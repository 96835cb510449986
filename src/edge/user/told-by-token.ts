import { LRUCache } from 'lru-cache'
import type { Log } from '../../observe/log.ts'
import { type Authorities, BEARER_HEADER, type OpaqueTokens } from '../../plan/user/authorities.ts'
import type { Issuer } from '../../plan/user/issuer.ts'
import type { User } from '../../plan/user/user.ts'
import { type Refusal, refuseForAMoment, refuseToken } from '../graphql/refusal.ts'
import type { TokenTries } from '../rate/token-tries.ts'
import type { SendToIssuer } from './ask-issuer.ts'
import type { Asking, Authenticate } from './asking.ts'
import { bearerToken } from './bearer-token.ts'
import type { KeysByURL } from './published-keys.ts'
import type { VerifyToken } from './verify-token.ts'

/** Tokens that are known to be valid, and the bytes of all with what they say. */
const KNOWN_TOKENS = 10_000
const KNOWN_BYTES = 16_777_216

export interface TokenOptions {
  /** What issuers of tokens have published so far. */
  readonly issuerKeys: KeysByURL
  readonly sendToIssuer: SendToIssuer
  readonly log: Log
  /** What counts tokens of which nothing is known yet; undefined where nobody does. */
  readonly tries: TokenTries | undefined
}

interface ToldByToken {
  /** Of tokens in headers of their own. */
  readonly inOwnHeaders: readonly Authenticate[]
  /** Of those in Authorization; undefined where nobody gives any. */
  readonly bearer: Authenticate | undefined
}

/** Users of whom a token tells. */
export function createToldByToken({ issuers, opaque }: Authorities, options: TokenOptions): ToldByToken {
  const headers = new Set(issuers.map(({ header }) => header).filter(header => header !== BEARER_HEADER))
  const ofHeader = (header: string) => issuers.filter(issuer => issuer.header === header)
  const bearers = ofHeader(BEARER_HEADER)
  return {
    inOwnHeaders: [...headers].map(header =>
      createTold(
        ({ headers }) => {
          const text = headers[header]
          return typeof text === 'string' ? (bearerToken(text) ?? (text.trim() || undefined)) : undefined
        },
        ofHeader(header),
        undefined,
        options,
      ),
    ),
    bearer:
      bearers.length > 0 || opaque
        ? createTold(({ headers }) => bearerToken(headers.authorization), bearers, opaque, options)
        : undefined,
  }
}

function createTold(
  tokenOf: (incoming: Asking['incoming']) => string | undefined,
  issuers: readonly Issuer[],
  opaque: OpaqueTokens | undefined,
  { issuerKeys, sendToIssuer, log, tries }: TokenOptions,
): Authenticate {
  const known = new LRUCache<string, User>({ max: KNOWN_TOKENS, maxSize: KNOWN_BYTES })
  let verify: Promise<VerifyToken> | undefined

  const look = async (token: string, { incoming, requestId, account }: Asking): Promise<User | Refusal> => {
    const over = await tries?.begin(incoming)
    if (over) return over
    try {
      verify ??= import('./verify-token.ts').then(({ createVerifyToken }) =>
        createVerifyToken(issuers, opaque, { known: issuerKeys, send: sendToIssuer, log }),
      )
      const { user, until, bytes } = await (await verify)(token, account)
      const ttl = until - Date.now()
      if (ttl > 0) known.set(token, user, { ttl, size: token.length * 2 + bytes })
      tries?.takeBack(incoming)
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
    if (error.name === 'IssuerUnreachable') log.info({ requestId, why: error.message }, 'a token could not be verified')
    else log.error({ requestId, err: error }, 'a token could not be verified')
    return refuseForAMoment('The token could not be verified.')
  }

  return asking => {
    const token = tokenOf(asking.incoming)
    return token === undefined ? undefined : (known.get(token) ?? look(token, asking))
  }
}
