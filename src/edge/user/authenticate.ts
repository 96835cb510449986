import type { Authorities } from '../../plan/user/authorities.ts'
import { createTrust } from '../server/trusted-proxies.ts'
import type { Authenticate } from './asking.ts'
import { createToldByCertificate } from './told-by-certificate.ts'
import { createToldByKey } from './told-by-key.ts'
import { createToldByProxy } from './told-by-proxy.ts'
import { createToldByToken, type TokenOptions } from './told-by-token.ts'

export interface AuthenticateOptions extends TokenOptions {
  /** Addresses and networks of proxies whose word is taken. */
  readonly trustedProxies: readonly string[]
}

/** Asks one after the other who may say it: the first that is told something says who it is, and the others are not looked at. */
export function createAuthenticate(authorities: Authorities, options: AuthenticateOptions): Authenticate {
  const { proxy, keys, certificate } = authorities
  const isTrusted = createTrust(options.trustedProxies)
  const tokens = createToldByToken(authorities, options)
  const ways: readonly Authenticate[] = [
    ...(proxy ? [createToldByProxy(proxy, isTrusted, options.log)] : []),
    ...tokens.inOwnHeaders,
    ...(keys ? [createToldByKey(keys, tokens.bearer !== undefined, options.log)] : []),
    ...(tokens.bearer ? [tokens.bearer] : []),
    ...(certificate ? [createToldByCertificate(certificate, isTrusted, options.log)] : []),
  ]
  const [only, ...others] = ways
  if (others.length === 0) return only ?? (() => undefined)
  return asking => {
    for (const way of ways) {
      const told = way(asking)
      if (told !== undefined) return told
    }
    return undefined
  }
}
