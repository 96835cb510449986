import { EnumLiteral, type Literal } from './sdl.ts'

/** On one line. JSON's escapes are those of GraphQL strings (specification, 2.9.4). */
export function printLiteral(value: Literal): string {
  if (value instanceof EnumLiteral) return value.name
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const parts = Object.entries(value).map(([name, item]) => `${name}: ${printLiteral(item)}`)
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}
