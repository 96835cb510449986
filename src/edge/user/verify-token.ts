import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Log } from '../../observe/log.ts'
import type { Issuer } from '../../plan/user/issuer.ts'
import { type User, userOf } from '../../plan/user/user.ts'
import { parseJson } from '../../source/json.ts'
import { type KeysByURL, KeysUnreachable, PublishedKeys } from './published-keys.ts'

/** A token that is not taken; the message says why, and nothing that is in it. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken'
}

export interface VerifiedToken {
  readonly user: User
  /** When it expires, in milliseconds of `Date.now()`. */
  readonly expires: number
}

/** Verifies a token. Rejects with InvalidToken and KeysUnreachable. */
export type VerifyToken = (token: string) => Promise<VerifiedToken>

/** Seconds that clocks may differ. */
const CLOCK_SKEW = 60

/** Verifies the tokens of the issuers: their signatures, and what they say of whom and when they are for (RFC 7519, RFC 8725). */
export function createVerifyToken(issuers: readonly Issuer[], known: KeysByURL, log: Log): VerifyToken {
  const all = new Map(issuers.map(each => [each.issuer, { ...each, key: keysOf(each, known, log) }]))
  return async token => {
    const issuer = all.get(issuerOf(token))
    if (!issuer) throw new InvalidToken('its issuer is not one that is trusted here')
    try {
      await jwtVerify(token, issuer.key, {
        issuer: issuer.issuer,
        ...(issuer.audience.length > 0 && { audience: [...issuer.audience] }),
        algorithms: [...issuer.algorithms],
        clockTolerance: CLOCK_SKEW,
        requiredClaims: ['exp'],
      })
    } catch (error) {
      throw refusalOf(error)
    }
    const said = payloadOf(token)
    return { user: userOf(said, issuer.scopes), expires: (expiryOf(said) + CLOCK_SKEW) * 1_000 }
  }
}

function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? ''
  } catch {
    throw new InvalidToken('it is no JSON Web Token')
  }
}

/** What it says, with integers of any length. */
function payloadOf(token: string): unknown {
  return parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

function expiryOf(said: unknown): number {
  return Number((said as { readonly exp: unknown }).exp)
}

function keysOf({ issuer, keys }: Issuer, known: KeysByURL, log: Log): JWTVerifyGetKey {
  if (keys.kind === 'secret') {
    const secret = new TextEncoder().encode(keys.secret)
    return async () => secret
  }
  if (keys.kind === 'set') return createLocalJWKSet(JSON.parse(keys.jwks) as JSONWebKeySet)
  const onFailure = (err: unknown) => log.error({ issuer, err }, 'the keys of an issuer can not be had')
  const published = known.get(keys.url) ?? new PublishedKeys({ url: keys.url, onFailure })
  known.set(keys.url, published)
  return published.get
}

const REASONS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'it has expired',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'its signature is not right',
  ERR_JWKS_NO_MATCHING_KEY: "none of the issuer's keys has signed it",
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: "it does not say which of the issuer's keys has signed it",
  ERR_JOSE_ALG_NOT_ALLOWED: 'it is signed by an algorithm that is not allowed here',
}

const CLAIM_REASONS: Readonly<Record<string, string>> = {
  aud: 'it is for somebody else',
  nbf: 'it is not valid yet',
  exp: 'it does not say when it expires',
}

function refusalOf(error: unknown): Error {
  if (error instanceof KeysUnreachable) return error
  if (error instanceof errors.JWTClaimValidationFailed)
    return new InvalidToken(CLAIM_REASONS[error.claim] ?? 'a claim of it is not right')
  const code = error instanceof errors.JOSEError ? error.code : ''
  return new InvalidToken(REASONS[code] ?? 'it can not be verified', { cause: error })
}
