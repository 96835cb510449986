import type { SchemaPlan } from '../plan/schema-plan.ts'
import type { Denial, Scopes } from '../plan/user/guards.ts'
import { restrict } from '../plan/user/restrict.ts'
import type { User } from '../plan/user/user.ts'

/** Most schemas that are kept as different users may see them. */
const MOST_KEPT = 64

/** What a user sees. */
export interface Seen {
  readonly user: User | undefined
  /** The schema without what the user may not see; the schema itself for one who may see all of it. */
  readonly plan: SchemaPlan
  /** The same for those for whom the plan is the same. */
  readonly id: string
}

/** What of a schema each user may ask. */
export interface Access {
  /** Whether not everybody may see everything. */
  readonly isGuarded: boolean
  of(user: User | undefined): Seen
}

export function createAccess(schemaPlan: SchemaPlan): Access {
  const all = new Map<string, Scopes>()
  for (const scopes of [...schemaPlan.guards.values()].flat()) all.set(JSON.stringify(scopes), scopes)
  if (all.size === 0) return { isGuarded: false, of: user => ({ user, plan: schemaPlan, id: '' }) }
  const kept = new Map<string, SchemaPlan>()
  const planOf = (id: string, user: User | undefined, met: ReadonlySet<string>): SchemaPlan => {
    const known = kept.get(id)
    if (known) return known
    const plan = restrict(schemaPlan, scopes => (met.has(JSON.stringify(scopes)) ? undefined : denial(user, scopes)))
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(id, plan)
    return plan
  }
  return {
    isGuarded: true,
    of(user) {
      const met = new Set([...all].filter(([, scopes]) => hasScopes(user, scopes)).map(([text]) => text))
      // Nobody and a user without scopes are told different errors.
      const id = `${user ? 'user' : 'nobody'} ${[...met].join()}`
      return { user, plan: met.size === all.size ? schemaPlan : planOf(id, user, met), id }
    },
  }
}

function hasScopes(user: User | undefined, scopes: Scopes): boolean {
  return user !== undefined && scopes.some(all => all.every(scope => user.scopes.has(scope)))
}

function denial(user: User | undefined, scopes: Scopes): Denial {
  if (!user) return { code: 'UNAUTHENTICATED', message: 'Only users may see this. Send a token.' }
  const wanted = scopes.map(all => all.map(scope => `"${scope}"`).join(' and ')).join(', or ')
  return { code: 'FORBIDDEN', message: `The user may not see this: it needs the scope ${wanted}.` }
}
