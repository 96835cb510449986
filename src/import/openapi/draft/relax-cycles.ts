import type { ObjectDraft, TypeRef } from './draft.ts'

/** An input that would need another one of its own kind without end needs none (GraphQL specification, 3.10.1). */
export function relaxCycles(inputs: readonly ObjectDraft[]): void {
  for (const input of inputs)
    for (const field of input.fields) if (field.needed && needs(field.type, input)) field.needed = false
}

/** Whether there is no value of the type without one of the input. */
function needs(type: TypeRef, input: ObjectDraft): boolean {
  const seen = new Set<ObjectDraft>()
  const open = [type]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind !== 'named' || typeof next.of === 'string' || !('fields' in next.of) || seen.has(next.of)) continue
    if (next.of === input) return true
    seen.add(next.of)
    open.push(...next.of.fields.filter(({ needed }) => needed).map(field => field.type))
  }
  return false
}
