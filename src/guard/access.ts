import type { SchemaPlan } from '../plan/schema-plan.ts'
import type { Denial, Scopes } from '../plan/user/guards.ts'
import { restrict } from '../plan/user/restrict.ts'
import type { User } from '../plan/user/user.ts'

/** Most schemas that are kept as different users may see them; the oldest goes. */
const MOST_KEPT = 256

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
  /** `over` are fields that the user has asked for too often, by their coordinates. */
  of(user: User | undefined, over?: ReadonlyMap<string, Denial>): Seen
}

const NOTHING: ReadonlyMap<string, Denial> = new Map()

export function createAccess(schemaPlan: SchemaPlan): Access {
  const distinct = new Map([...schemaPlan.guards.values()].flat().map(scopes => [JSON.stringify(scopes), scopes]))
  const all = [...distinct.values()]
  const isGuarded = all.length > 0
  const kept = new Map<string, SchemaPlan>()
  const missed = new WeakMap<User, string>()

  /** Which guards the user does not pass, as a text. */
  const missedBy = (user: User | undefined): string => {
    const known = user && missed.get(user)
    if (known !== undefined) return known
    const found = all.flatMap((scopes, at) => (hasScopes(user, scopes) ? [] : at)).join()
    if (user) missed.set(user, found)
    return found
  }

  const planOf = (id: string, user: User | undefined, over: ReadonlyMap<string, Denial>): SchemaPlan => {
    const known = kept.get(id)
    if (known) return known
    const plan = restrict(schemaPlan, scopes => (hasScopes(user, scopes) ? undefined : denial(user, scopes)), over)
    const [oldest] = kept.keys()
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    kept.set(id, plan)
    return plan
  }

  return {
    isGuarded,
    of(user, over = NOTHING) {
      if (!isGuarded && over.size === 0) return { user, plan: schemaPlan, id: '' }
      const missing = missedBy(user)
      if (missing === '' && over.size === 0) return { user, plan: schemaPlan, id: 'all' }
      // Nobody and a user without scopes are told different errors.
      const id = `${user ? 'user' : 'nobody'} ${missing} ${[...over.keys()].sort().join()}`
      return { user, plan: planOf(id, user, over), id }
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
