import type { Claims } from '../../source/client.ts'
import { isObject } from '../is-object.ts'
import { nothingElse, type Path, readPath } from '../path.ts'

/** Who a client is, as a verified token, a key, a trusted proxy or a certificate says. */
export interface User {
  /** Who says it: one `sub` may be another user elsewhere. */
  readonly authority: 'jwt' | 'opaqueTokens' | 'apiKeys' | 'proxyUser' | 'clientCertificate'
  readonly claims: Claims
  readonly scopes: ReadonlySet<string>
}

/** The names under which tokens say scopes (RFC 8693, section 4.2; and `scp`, as some issuers have it). */
const SCOPES: readonly Path[] = ['scope', 'scp'].map(name => [{ kind: 'property', name }])

/** The user of whom this is said; `scopes` is where the scopes stand, if not where they usually do. */
export function userOf(said: unknown, scopes: Path | undefined, authority: User['authority'] = 'jwt'): User {
  const claims = new Map(isObject(said) ? Object.entries(said) : [])
  const found = (scopes ? [scopes] : SCOPES).map(path => readPath(said, path, nothingElse))
  // Proxies write lists with commas.
  const between = authority === 'proxyUser' ? /[ ,]/ : ' '
  return {
    authority,
    claims,
    scopes: new Set(
      scopesIn(
        found.find(each => each !== undefined),
        between,
      ),
    ),
  }
}

/** A list of scopes, or one text with all of them. */
function scopesIn(value: unknown, between: string | RegExp): readonly string[] {
  const items = Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
  return typeof value === 'string' ? value.split(between).filter(scope => scope !== '') : items
}
