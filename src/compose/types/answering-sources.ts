import { getNamedType, isAbstractType } from 'graphql'
import { RESOLVERS } from '../../plan/resolver/resolver-plan.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'

/** The sources that objects of each type may come from: its home, what binds a field to it, and whatever answers an object that it is a part of. */
export function answeringSources({ schema, types }: SchemaPlan): ReadonlyMap<string, ReadonlySet<string>> {
  const sources = new Map<string, Set<string>>()
  const open: { readonly type: string; readonly source: string }[] = []
  const add = (type: string, source: string) => {
    const known = sources.get(type) ?? new Set()
    sources.set(type, known)
    if (known.has(source)) return
    known.add(source)
    open.push({ type, source })
  }
  for (const { name, home, fields } of types.values()) {
    if (home) add(name, home.source)
    for (const { type, bound, resolver } of fields.values()) {
      const source = bound?.source ?? (resolver && RESOLVERS)
      if (source !== undefined) add(getNamedType(type).name, source)
    }
  }
  for (let next = open.pop(); next; next = open.pop()) {
    const type = schema.getType(next.type)
    if (isAbstractType(type)) for (const each of schema.getPossibleTypes(type)) add(each.name, next.source)
    for (const field of types.get(next.type)?.fields.values() ?? [])
      if (!field.bound && !field.resolver) add(getNamedType(field.type).name, next.source)
  }
  return sources
}
