import type { TypeResolver } from '../../plan/resolver/resolver-map.ts'
import type { ResolverPlan } from '../../plan/resolver/resolver-plan.ts'

/** What of a schema is answered by code of one's own. */
export interface Resolvers {
  /** By the coordinates of the fields. */
  readonly fields: ReadonlyMap<string, FieldCode>
  /** What tells the types of objects, by the names of interfaces and unions. */
  readonly types: ReadonlyMap<string, TypeResolver>
}

/** The resolver of a field, as it is written. */
export interface FieldCode extends Pick<ResolverPlan, 'run' | 'reads'> {
  readonly needs: readonly string[] | undefined
}

export const NO_RESOLVERS: Resolvers = { fields: new Map(), types: new Map() }
