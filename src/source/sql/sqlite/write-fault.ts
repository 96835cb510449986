import type { WriteFault } from '../write-fault.ts'

/** Extended result codes (https://sqlite.org/rescode.html#extrc). */
const FAULTS: ReadonlyMap<number, WriteFault['kind']> = new Map([
  [18, 'tooLong'], // SQLITE_TOOBIG
  [275, 'check'], // SQLITE_CONSTRAINT_CHECK
  [517, 'conflict'], // SQLITE_BUSY_SNAPSHOT
  [787, 'foreignKey'], // SQLITE_CONSTRAINT_FOREIGNKEY
  [1299, 'notNull'], // SQLITE_CONSTRAINT_NOTNULL
  [1555, 'unique'], // SQLITE_CONSTRAINT_PRIMARYKEY
  [2067, 'unique'], // SQLITE_CONSTRAINT_UNIQUE
  [2579, 'unique'], // SQLITE_CONSTRAINT_ROWID
  [3091, 'invalid'], // SQLITE_CONSTRAINT_DATATYPE: the type of a STRICT table's column
])

export function sqliteFault(error: unknown): WriteFault | undefined {
  const { errcode } = (error ?? {}) as { readonly errcode?: number }
  const kind = FAULTS.get(errcode ?? 0)
  return kind && { kind }
}

/** SQLITE_CONSTRAINT_TRIGGER: of RAISE in a trigger. */
const RAISED = 1811

export function sqliteRaisedText(error: unknown): string | undefined {
  const { errcode, message } = (error ?? {}) as { readonly errcode?: number; readonly message?: string }
  return errcode === RAISED ? message : undefined
}
