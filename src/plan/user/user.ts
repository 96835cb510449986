import type { Claims } from '../../source/client.ts'
import { isObject } from '../is-object.ts'
import { nothingElse, type Path, readPath } from '../path.ts'

/** Who a verified token says a client is. */
export interface User {
  readonly claims: Claims
  readonly scopes: ReadonlySet<string>
}

/** The names under which tokens say scopes (RFC 8693, section 4.2; and `scp`, as some issuers have it). */
const SCOPES: readonly Path[] = ['scope', 'scp'].map(name => [{ kind: 'property', name }])

/** The user of a token that says this; `scopes` is where its scopes stand, if not where they usually do. */
export function userOf(said: unknown, scopes: Path | undefined): User {
  const claims = new Map(isObject(said) ? Object.entries(said) : [])
  const found = (scopes ? [scopes] : SCOPES).map(path => readPath(said, path, nothingElse))
  return { claims, scopes: new Set(scopesIn(found.find(each => each !== undefined))) }
}

/** A list of scopes, or one text with blanks between them. */
function scopesIn(value: unknown): readonly string[] {
  const items = Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
  return typeof value === 'string' ? value.split(' ').filter(scope => scope !== '') : items
}
