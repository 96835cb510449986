import type { IncomingMessage } from 'node:http'
import type { GraphQLSchema } from 'graphql'
import { isObjectType } from 'graphql'
import type { Seen } from '../../guard/access.ts'
import { canonicalValue } from '../../plan/canonical.ts'
import { requestReads } from '../../plan/request-reads.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { isTracing } from '../../source/tracing-headers.ts'
import { headerValue } from './answer-caching.ts'
import type { PreparedOperation } from './prepare.ts'

export interface SharingOptions {
  readonly schemaPlan: SchemaPlan
  /** Another number before and after each mutation. */
  readonly epoch: () => number
}

/** Which runs are the same. */
export interface Sharing {
  /** The headers that tell runs apart, and those that only trace. */
  readonly headers: ReadonlySet<string>
  /** Whether a query may read a header of the client: resolvers of a program may read any. */
  mayRead(name: string): boolean
  /**
   * All that the answer to a query depends on beside the operation, as one text; undefined for what has a run of its own.
   */
  idOf(
    prepared: PreparedOperation,
    variables: Readonly<Record<string, unknown>> | undefined,
    incoming: Pick<IncomingMessage, 'method' | 'headers'>,
    seen: Seen,
  ): string | undefined
}

/** Bytes of a request's body whose run may be shared. */
const LONGEST_BODY = 16_384

export function createSharing({ schemaPlan, epoch }: SharingOptions): Sharing {
  const { headers: all, claims } = requestReads(schemaPlan)
  const resolvers = [...schemaPlan.types.values()].flatMap(({ fields }) =>
    [...fields.values()].flatMap(({ resolver }) => resolver ?? []),
  )
  // What only traces is sent on by a source; a resolver may answer it.
  const answered = new Set(resolvers.flatMap(({ reads }) => reads?.headers ?? []))
  const names = all.filter(name => !isTracing(name) || answered.has(name))
  // Nobody knows what a resolver reads that does not say, or a hook that may be called for any operation.
  const { onCall } = schemaPlan.hooks ?? {}
  const isKnown = !hasResolvers(schemaPlan.schema) && (!onCall || onCall.reads !== undefined)
  const isAllKnown = isKnown && resolvers.every(({ reads }) => reads)
  const headers = new Set(all)
  return {
    headers,
    mayRead: name => !isAllKnown || headers.has(name),
    idOf({ plans }, variables, { method, headers }, { id, user }) {
      if (!isKnown || !plans.projections.readsKnown || plans.operation.operation !== 'query') return undefined
      // Of long variables a text would take longer than it is worth; a URL is never long.
      const length = method === 'GET' ? 0 : Number(headers['content-length'] ?? Number.POSITIVE_INFINITY)
      if (length > LONGEST_BODY) return undefined
      // No header has a line break, and one that is empty counts as absent.
      const values = names.map(name => headerValue(headers, name) ?? '')
      const said = user && claims.length > 0 ? canonicalValue(claims.map(name => user.claims.get(name))) : ''
      return `${epoch()}\n${values.join('\n')}\n${id}\n${said}\n${variables === undefined ? '' : canonicalValue(variables)}`
    },
  }
}

function hasResolvers(schema: GraphQLSchema): boolean {
  const types = Object.values(schema.getTypeMap()).filter(type => isObjectType(type) && !type.name.startsWith('__'))
  return types.some(type => isObjectType(type) && Object.values(type.getFields()).some(({ resolve }) => resolve))
}
