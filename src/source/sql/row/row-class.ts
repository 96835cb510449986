import { runCode } from '../../../plan/run-code.ts'

/** The values of a row, in the order of its columns. */
export type Row = readonly unknown[]

/** Reads a value of one column. */
export type ReadColumn = (value: unknown) => unknown

/** Makes a row's object from its values; `readers` are those of the columns. */
type RowClass = new (row: Row, readers: readonly ReadColumn[]) => Record<string, unknown>

/** Most classes that are kept. */
const MOST_KNOWN = 1_000

const known = new Map<string, RowClass>()

/**
 * A class of objects that have these columns and inherit nothing. `readsAll` are the columns of which every value goes
 * through its reader: of the others only objects do. Code that is made for the columns gives all objects one layout, and
 * makes them in a third of the time.
 */
export function rowClass(columns: readonly string[], readsAll: readonly boolean[]): RowClass {
  const code = columns.map((name, at) => assignment(name, at, readsAll[at] === true)).join(' ')
  const same = known.get(code)
  if (same) return same
  if (known.size >= MOST_KNOWN) known.clear()
  const compiled = runCode<RowClass>(`return class { constructor(row, readers) { let value; ${code} } }`)
  const made = inheritNothing(compiled ?? anyColumns(columns))
  known.set(code, made)
  return made
}

function assignment(name: string, at: number, readsAll: boolean): string {
  const read = `readers[${at}](value)`
  const value = readsAll ? read : `typeof value === 'object' ? ${read} : value`
  return `value = row[${at}]; this[${JSON.stringify(name)}] = ${value};`
}

function anyColumns(columns: readonly string[]): RowClass {
  return class {
    [column: string]: unknown

    constructor(row: Row, readers: readonly ReadColumn[]) {
      for (const [at, name] of columns.entries()) this[name] = readers[at]?.(row[at])
    }
  }
}

function inheritNothing(made: RowClass): RowClass {
  Reflect.deleteProperty(made.prototype, 'constructor')
  Object.setPrototypeOf(made.prototype, null)
  return made
}
