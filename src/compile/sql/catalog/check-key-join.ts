import type { DatabaseKind } from '../../../plan/sql/database-kind.ts'
import type { Column, ColumnKind } from '../../../source/catalog.ts'

/** Values of two kinds of one class are equal where they say the same; those of different classes never are. */
const CLASSES: ReadonlyMap<ColumnKind, string> = new Map<ColumnKind, string>([
  ['boolean', 'number'],
  ['integer', 'number'],
  ['decimal', 'number'],
  ['float', 'number'],
  ['date', 'day'],
  ['datetime', 'day'],
  ['time', 'time'],
  ['uuid', 'uuid'],
  ['inet', 'address'],
])

/** Why no key in the one column is found in the other, though the database may take their values as equal; undefined where it is. */
export function checkKeyJoin(
  { items, ...own }: Column,
  to: Column,
  database: DatabaseKind | undefined,
): { readonly message: string; readonly suggestion: string } | undefined {
  const from = items ?? own
  if (canMeet(from, to, database)) return undefined
  const isJson = from.kind === 'json'
  return {
    message: `rows are not found by this key: "${own.name}" holds ${held(from)}, and "${to.name}" ${isJson ? 'too, which is compared as it is written' : held(to)}.`,
    suggestion: 'Give both columns one type, or read the one from a view that has a CAST to the type of the other.',
  }
}

function canMeet(from: Column, to: Column, database: DatabaseKind | undefined): boolean {
  if (from.kind === 'json' && to.kind === 'json') return database === 'PostgreSQL'
  // It holds values of any type, whatever is declared.
  if (database === 'SQLite') return true
  const [one, other] = [CLASSES.get(from.kind), CLASSES.get(to.kind)]
  if (one !== undefined && other !== undefined && one !== other) return false
  const isFlag = (from.kind === 'boolean') !== (to.kind === 'boolean')
  if (isFlag && one === other) return database !== 'PostgreSQL'
  return to.kind !== 'text' || from.kind !== 'decimal' || (from.scale ?? 0) === 0
}

function held({ kind }: Column): string {
  const names: Partial<Record<ColumnKind, string>> = { json: 'JSON', uuid: 'UUIDs', inet: 'addresses', text: 'text' }
  return names[kind] ?? `${kind}s`
}
