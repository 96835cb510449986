import type { ResolverPlan } from './resolver/resolver-plan.ts'
import type { SchemaPlan } from './schema-plan.ts'

/** What the bindings, resolvers and hooks of a schema say that they read of a client's request, sorted. */
export interface RequestReads {
  /** Names of headers, in lower case. */
  readonly headers: readonly string[]
  /** Names of claims. */
  readonly claims: readonly string[]
}

export function requestReads({ types, sources, hooks }: SchemaPlan): RequestReads {
  const [headers, claims] = [new Set<string>(), new Set<string>()]
  const seen = new Set<object>()
  const open: unknown[] = []
  const say = (reads: ResolverPlan['reads']) => {
    for (const name of reads?.headers ?? []) headers.add(name)
    for (const name of reads?.claims ?? []) claims.add(name)
  }
  say(hooks?.onCall?.reads)
  say(hooks?.onRequest?.reads)
  // What code calls sources with.
  for (const source of sources.values()) if ('headers' in source) open.push(source.headers)
  for (const { home, fields } of types.values()) {
    open.push(home?.binding)
    for (const { bound, resolver } of fields.values()) {
      open.push(bound?.binding)
      say(resolver?.reads)
    }
  }
  // A binding is plain data, whatever its kind: what reads the request is a reference somewhere in it.
  for (let value = open.pop(); value !== undefined || open.length > 0; value = open.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if ('root' in value && value.root === 'headers' && 'name' in value) headers.add(String(value.name))
    if ('root' in value && value.root === 'jwt' && 'claim' in value) claims.add(String(value.claim))
    open.push(...(Symbol.iterator in value ? (value as Iterable<unknown>) : Object.values(value)))
  }
  return { headers: [...headers].sort(), claims: [...claims].sort() }
}
