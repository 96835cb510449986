const BEARER = /^bearer(?:\s|$)/i

/**
 * What stands where a token does (RFC 6750, section 2.1), whatever it is; undefined for another scheme. Who has signed out often sends the
 * scheme alone.
 */
export function bearerToken(authorization = ''): string | undefined {
  if (!BEARER.test(authorization)) return undefined
  return authorization.slice('bearer'.length).trim() || undefined
}
