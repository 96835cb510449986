import { type Path, printPath } from './path.ts'

const MOST_NAMES = 12
const MOST_CHARACTERS = 60

/**
 * What stands where a path leads no further, for the log: `data has rows, total`; `what` is what the path begins in. Of lists the first item is looked at; of an
 * object a few names are told, and no values.
 */
export function foundOnPath(value: unknown, path: Path, what = 'the answer'): string {
  let current = value
  let walked = 0
  for (const segment of path) {
    const next = stepInto(current, segment)
    if (next === undefined || next === null) break
    current = next
    walked += 1
  }
  const place = walked === 0 ? what : printPath(path.slice(0, walked))
  return `${place} ${kindOf(current)}`
}

function stepInto(value: unknown, segment: Path[number]): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (segment.kind === 'property')
    return Object.hasOwn(value, segment.name) ? (value as Record<string, unknown>)[segment.name] : undefined
  if (segment.kind === 'index') return Array.isArray(value) ? value[segment.index] : undefined
  if (Array.isArray(value)) return value[0]
  for (const name in value) if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name]
  return undefined
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'is null'
  if (Array.isArray(value)) return `is a list of ${value.length}`
  if (typeof value !== 'object') return `is a ${typeof value === 'string' ? 'text' : typeof value}`
  const names: string[] = []
  for (const name in value) {
    if (names.length === MOST_NAMES) return `has ${names.join(', ')}, …`
    if (Object.hasOwn(value, name))
      names.push(name.length <= MOST_CHARACTERS ? name : `${name.slice(0, MOST_CHARACTERS)}…`)
  }
  return names.length === 0 ? 'is an empty object' : `has ${names.join(', ')}`
}
