import type { SchemaPlan } from './schema-plan.ts'

/** The names of all headers of a client's request that bindings of a schema read, in lower case and sorted. */
export function headerNames({ types }: SchemaPlan): readonly string[] {
  const names = new Set<string>()
  const seen = new Set<object>()
  const open: unknown[] = []
  for (const { home, fields } of types.values()) {
    open.push(home?.binding)
    for (const { bound } of fields.values()) open.push(bound?.binding)
  }
  // A binding is plain data, whatever its kind: what reads a header is a reference somewhere in it.
  for (let value = open.pop(); value !== undefined || open.length > 0; value = open.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if ('root' in value && value.root === 'headers' && 'name' in value) names.add(String(value.name))
    open.push(...(Symbol.iterator in value ? (value as Iterable<unknown>) : Object.values(value)))
  }
  return [...names].sort()
}
