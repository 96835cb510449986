import type { Projection } from '../../src/source/source-plan.ts'

/** What a selection leaves of an answer: only the properties that it names, and `__typename`. */
export function project(value: unknown, selection: Projection): unknown {
  if (Array.isArray(value)) return value.map(item => project(item, selection))
  if (typeof value !== 'object' || value === null || value instanceof Error) return value
  const left = {}
  for (const name of ['__typename', ...selection.keys()]) {
    const property = Object.getOwnPropertyDescriptor(value, name)
    const below = selection.get(name)
    if (property && 'value' in property && below) property.value = project(property.value, below)
    if (property) Object.defineProperty(left, name, property)
  }
  return left
}
