import { parseJson, printJson } from '../source/json.ts'
import type { ResultSet, Statement } from '../source/sql/dialect.ts'
import type { Structure } from '../source/structure.ts'

/** A statement with what it was answered. */
export interface KeptStatement {
  readonly sql: string
  /** The values of its placeholders, as text; see `printValues`. */
  readonly parameters: string
  readonly result: ResultSet
  /** How often it must be sent, in all. */
  readonly calls: number
}

/** Objects of JSON that stand for values which it does not have: `{ "$bytes": "AAE=" }`, `{ "$map": { … } }`, `{ "$set": [ … ] }`. */
const TAGS = { bytes: '$bytes', map: '$map', set: '$set' }

/** A statement's values, one JSON text on a line. */
export function printValues(values: Statement['parameters']): string {
  return printKept(values)
}

/** An answer, a row on a line. */
export function printResult({ bytes: _, rows, ...rest }: ResultSet): string {
  const facts = Object.entries(rest).map(([name, value]) => `  ${JSON.stringify(name)}: ${printKept(value)}`)
  const lines = rows.map(row => `    ${printKept(row)}`)
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  return `{\n${[...facts, `  "rows": ${list}`].join(',\n')}\n}`
}

/** What a database has, a table on a line. */
export function printCatalog({ tables, ...rest }: Structure): string {
  const facts = Object.entries(rest).map(([name, value]) => `  ${JSON.stringify(name)}: ${printKept(value)}`)
  const lines = [...tables].map(([name, table]) => `    ${JSON.stringify(name)}: ${printKept(table)}`)
  const list = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`
  return `{\n${[...facts, `  "tables": ${list}`].join(',\n')}\n}`
}

/** Throws SyntaxError for what is no JSON. */
export function readCatalog(text: string): Structure {
  const { tables, ...rest } = readKept(text) as { readonly tables: Structure['tables'] }
  return { ...rest, tables: new Map(Object.entries(tables)) }
}

/** JSON in which every value of a row or a catalogue comes back as what it is: also bytes, and integers of any size. */
function printKept(value: unknown): string {
  return printJson(tagged(value)) ?? 'null'
}

/** Throws SyntaxError for what is no JSON. */
export function readKept(text: string): unknown {
  return untagged(parseJson(text))
}

function tagged(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    // Written as digits it would be read as an integer.
    return JSON.rawJSON(value.toExponential())
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return { [TAGS.bytes]: Buffer.from(value).toString('base64') }
  if (value instanceof Map) return { [TAGS.map]: taggedEntries(value) }
  if (value instanceof Set) return { [TAGS.set]: [...value].map(tagged) }
  if (Array.isArray(value)) return value.map(tagged)
  return taggedEntries(Object.entries(value))
}

function taggedEntries(entries: Iterable<readonly [string, unknown]>): object {
  return Object.fromEntries([...entries].map(([name, each]) => [name, tagged(each)]))
}

function untagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(untagged)
  const entries = Object.entries(value)
  const [only] = entries
  if (only && entries.length === 1) {
    const [tag, inner] = only
    if (tag === TAGS.bytes) return Buffer.from(String(inner), 'base64')
    if (tag === TAGS.map) return new Map(Object.entries(inner as object).map(([name, each]) => [name, untagged(each)]))
    if (tag === TAGS.set) return new Set((inner as readonly unknown[]).map(untagged))
  }
  return Object.fromEntries(entries.map(([name, each]) => [name, untagged(each)]))
}
