import type { ForeignKey, TableStructure } from '../../source/structure.ts'
import { wordsOf } from '../name/words.ts'

/** What a column that refers to a row may end or begin with. */
const KEY_SUFFIXES = new Set(['id', 'fk', 'key', 'uuid', 'guid', 'code', 'no', 'nr', 'number', 'ref'])
const KEY_PREFIXES = new Set(['id', 'fk'])

/** A foreign key with the name that its columns give to what it refers to. */
export interface NamedForeignKey extends ForeignKey {
  /** `author_id` is `author`; empty where the columns say nothing that the other table's name does not. */
  readonly stem: readonly string[]
  /** Whether the only column has the very name that the relation should have: `owner`. */
  readonly bare: boolean
}

/** The foreign keys that lead from a table to one row of a table that is there, in the order of its columns; equal ones once. */
export function foreignKeysOf(table: TableStructure, tables: ReadonlyMap<string, TableStructure>): NamedForeignKey[] {
  const seen = new Set<string>()
  const places = new Map([...table.columns.keys()].map((column, at) => [column, at]))
  const placeOf = ({ columns }: ForeignKey) => places.get(columns[0] ?? '') ?? 0
  return table.foreignKeys
    .toSorted((a, b) => placeOf(a) - placeOf(b) || a.columns.length - b.columns.length)
    .flatMap(key => {
      const target = key.table === '' ? undefined : tables.get(key.table)
      const identity = JSON.stringify([key.table, key.columns, key.targets])
      if (!target || seen.has(identity) || !isUnique(key.targets, target)) return []
      seen.add(identity)
      return [{ ...key, ...nameForeignKey(key) }]
    })
}

/** Whether the columns have the values of at most one row. */
export function isUnique(columns: readonly string[], { primaryKey, uniqueKeys }: TableStructure): boolean {
  return [primaryKey, ...uniqueKeys].some(key => key.length > 0 && key.every(column => columns.includes(column)))
}

/** Of a composite key, the columns that are named alike on both sides (a tenant's, say) tell nothing. */
function nameForeignKey({ columns, targets }: ForeignKey): Pick<NamedForeignKey, 'stem' | 'bare'> {
  const telling = columns.length === 1 ? [0] : columns.flatMap((column, at) => (column === targets[at] ? [] : [at]))
  const [at] = telling
  if (at === undefined || telling.length > 1) return { stem: commonStem(columns, targets, telling), bare: false }
  const words = wordsOf(columns[at] ?? '')
  const target = wordsOf(targets[at] ?? '')
  const stem = stemOf(words, target)
  if (stem.length < words.length) return { stem, bare: false }
  const sameName = words.join(' ') === target.join(' ')
  return sameName ? { stem: [], bare: false } : { stem, bare: columns.length === 1 }
}

/** `corrects_no` and `corrects_year`, which refer to `no` and `year`, are both `corrects`. */
function commonStem(columns: readonly string[], targets: readonly string[], telling: readonly number[]) {
  const stems = telling.map(at => {
    const words = wordsOf(columns[at] ?? '')
    const stem = stemOf(words, wordsOf(targets[at] ?? ''))
    return stem.length < words.length ? stem : []
  })
  const [first = []] = stems
  return stems.every(stem => stem.join(' ') === first.join(' ')) ? first : []
}

/** `original_language_id` is `original language`, even where the other column is `language_id`. */
function stemOf(words: readonly string[], target: readonly string[]): readonly string[] {
  if (words.length < 2) return words
  if (KEY_SUFFIXES.has(words.at(-1) ?? '')) return words.slice(0, -1)
  if (KEY_PREFIXES.has(words[0] ?? '')) return words.slice(1)
  const start = words.length - target.length
  return start > 0 && target.every((word, index) => words[start + index] === word) ? words.slice(0, start) : words
}
