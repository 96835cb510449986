import type { WriteFault } from '../write-fault.ts'

/** Server error numbers (MySQL 8.4 Error Message Reference, MariaDB Error Code Reference). */
const FAULTS: ReadonlyMap<number, WriteFault['kind']> = new Map([
  [1020, 'conflict'], // ER_CHECKREAD: record has changed since last read
  [1048, 'notNull'], // ER_BAD_NULL_ERROR
  [1062, 'unique'], // ER_DUP_ENTRY
  [1169, 'unique'], // ER_DUP_UNIQUE
  [1213, 'conflict'], // ER_LOCK_DEADLOCK
  [1216, 'foreignKey'], // ER_NO_REFERENCED_ROW
  [1217, 'referenced'], // ER_ROW_IS_REFERENCED
  [1264, 'outOfRange'], // ER_WARN_DATA_OUT_OF_RANGE
  [1265, 'invalid'], // WARN_DATA_TRUNCATED: a value that an ENUM does not have
  [1292, 'invalid'], // ER_TRUNCATED_WRONG_VALUE
  [1364, 'notNull'], // ER_NO_DEFAULT_FOR_FIELD
  [1366, 'invalid'], // ER_TRUNCATED_WRONG_VALUE_FOR_FIELD
  [1406, 'tooLong'], // ER_DATA_TOO_LONG
  [1451, 'referenced'], // ER_ROW_IS_REFERENCED_2
  [1452, 'foreignKey'], // ER_NO_REFERENCED_ROW_2
  [1557, 'referenced'], // ER_FOREIGN_DUPLICATE_KEY_OLD_UNUSED
  [1690, 'outOfRange'], // ER_DATA_OUT_OF_RANGE
  [3140, 'invalid'], // ER_INVALID_JSON_TEXT
  [3819, 'check'], // ER_CHECK_CONSTRAINT_VIOLATED
  [4025, 'check'], // MariaDB's ER_CONSTRAINT_FAILED
])

export function mysqlFault(error: unknown): WriteFault | undefined {
  const { errno } = (error ?? {}) as { readonly errno?: number }
  const kind = FAULTS.get(errno ?? 0)
  return kind && { kind }
}

/** ER_SIGNAL_EXCEPTION */
const SIGNALLED = 1644

/** Of SIGNAL; SQLSTATE class 45 is for conditions of users' own (MySQL Reference Manual, SIGNAL). */
export function mysqlRaisedText(error: unknown): string | undefined {
  const { errno, sqlState, sqlMessage } = (error ?? {}) as Partial<Record<'sqlState' | 'sqlMessage', string>> & {
    readonly errno?: number
  }
  return errno === SIGNALLED || sqlState?.startsWith('45') ? sqlMessage : undefined
}

/** ER_SP_DOES_NOT_EXIST, also of savepoints. */
const NO_SAVEPOINT = 1305

/** A procedure may say COMMIT, and with it all savepoints go. */
export function mysqlSavepointIsGone(error: unknown): boolean {
  return (error as { readonly errno?: number } | undefined)?.errno === NO_SAVEPOINT
}
