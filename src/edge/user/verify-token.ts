import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Log } from '../../observe/log.ts'
import type { RequestAccount } from '../../observe/request-account.ts'
import type { OpaqueTokens } from '../../plan/user/authorities.ts'
import type { Issuer } from '../../plan/user/issuer.ts'
import { userOf } from '../../plan/user/user.ts'
import { parseJson } from '../../source/json.ts'
import type { SendToIssuer } from './ask-issuer.ts'
import { CLOCK_SKEW } from './clock-skew.ts'
import { Introspection } from './introspection.ts'
import { type KeysByURL, PublishedKeys } from './published-keys.ts'
import { InvalidToken, IssuerUnreachable } from './token-error.ts'
import type { VerifiedToken } from './verified-token.ts'

/** Verifies a token, for the request of an account. Rejects with InvalidToken and IssuerUnreachable. */
export type VerifyToken = (token: string, account: RequestAccount | undefined) => Promise<VerifiedToken>

interface Surroundings {
  /** What issuers have published so far. */
  readonly known: KeysByURL
  readonly send: SendToIssuer
  readonly log: Log
}

/** Milliseconds after which a token is verified again, so that a key that is withdrawn ends. */
const KNOWN_FOR = 60_000

/** Finds the key of a token that is verified for the request of an account. */
type FindKey = (account: RequestAccount | undefined) => JWTVerifyGetKey

/**
 * Verifies the tokens of the issuers: their signatures, and what they say of whom and when they are for (RFC 7519, RFC 8725). What is of none
 * of them is asked for, where there is whom to ask.
 */
export function createVerifyToken(
  issuers: readonly Issuer[],
  opaque: OpaqueTokens | undefined,
  surroundings: Surroundings,
): VerifyToken {
  const all = new Map(issuers.map(each => [each.issuer, { ...each, findKey: keysOf(each, surroundings) }]))
  const introspection = opaque && new Introspection(opaque, surroundings.send, surroundings.log)

  const verify = async (token: string, issuer: Issuer, key: JWTVerifyGetKey): Promise<VerifiedToken> => {
    try {
      await jwtVerify(token, key, {
        issuer: issuer.issuer,
        ...(issuer.audience.length > 0 && { audience: [...issuer.audience] }),
        algorithms: [...issuer.algorithms],
        clockTolerance: CLOCK_SKEW / 1_000,
        requiredClaims: ['exp'],
      })
    } catch (error) {
      throw refusalOf(error)
    }
    const said = payloadOf(token)
    const expires = expiryOf(said) * 1_000 + CLOCK_SKEW
    const until = Math.min(Date.now() + KNOWN_FOR, expires)
    return { user: userOf(said, issuer.scopes), until, bytes: token.length }
  }

  return async (token, account) => {
    const name = issuerOf(token)
    const issuer = name === undefined ? undefined : all.get(name)
    if (issuer) return await verify(token, issuer, issuer.findKey(account))
    if (introspection) return await introspection.verify(token, account)
    if (name === undefined) throw new InvalidToken('it is no JSON Web Token')
    throw new InvalidToken('its issuer is not one that is trusted here')
  }
}

/** Who a token says has issued it; undefined for what is no JSON Web Token. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss ?? ''
  } catch {
    return undefined
  }
}

/** What it says, with integers of any length. */
function payloadOf(token: string): unknown {
  return parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

function expiryOf(said: unknown): number {
  return Number((said as { readonly exp: unknown }).exp)
}

function keysOf({ issuer, keys }: Issuer, { known, send, log }: Surroundings): FindKey {
  if (keys.kind === 'secret') {
    const secret = new TextEncoder().encode(keys.secret)
    return () => async () => secret
  }
  if (keys.kind === 'set') {
    const find = createLocalJWKSet(JSON.parse(keys.jwks) as JSONWebKeySet)
    return () => find
  }
  const onFailure = (err: unknown) => log.error({ issuer, err }, 'the keys of an issuer can not be had')
  const { url, proxy } = keys
  const name = `${url} ${proxy ?? ''}`
  const published = known.get(name) ?? new PublishedKeys({ url, proxy, send, onFailure })
  known.set(name, published)
  return account => published.finder(account)
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
  if (error instanceof IssuerUnreachable) return error
  if (error instanceof errors.JWTClaimValidationFailed)
    return new InvalidToken(CLAIM_REASONS[error.claim] ?? 'a claim of it is not right')
  const code = error instanceof errors.JOSEError ? error.code : ''
  return new InvalidToken(REASONS[code] ?? 'it can not be verified', { cause: error })
}
