import type { WriteFault } from '../write-fault.ts'
import { sqlStateOf } from './error.ts'
import { isStalePlan } from './prepared-statements.ts'

/** SQLSTATE codes (PostgreSQL, Appendix A). */
const FAULTS: ReadonlyMap<string, WriteFault['kind']> = new Map([
  ['22001', 'tooLong'], // string data right truncation
  ['22003', 'outOfRange'], // numeric value out of range
  ['22008', 'outOfRange'], // datetime field overflow
  ['23001', 'referenced'], // restrict violation
  ['23502', 'notNull'],
  ['23503', 'foreignKey'],
  ['23505', 'unique'],
  ['23514', 'check'],
  ['23P01', 'unique'], // exclusion violation
  ['40001', 'conflict'], // serialization failure
  ['40P01', 'conflict'], // deadlock detected
])

export function postgresFault(error: unknown): WriteFault | undefined {
  const { column, constraint, table } = (error ?? {}) as Partial<Record<'column' | 'constraint' | 'table', string>>
  const code = sqlStateOf(error ?? {}) ?? ''
  // 22 is "data exception": of a value, whatever is wrong with it.
  const kind = isStalePlan(error ?? {})
    ? 'conflict'
    : (FAULTS.get(code) ?? (code.startsWith('22') ? 'invalid' : undefined))
  return (
    kind && {
      kind,
      ...(column !== undefined && { column }),
      ...(constraint !== undefined && { constraint }),
      ...(table !== undefined && { table }),
    }
  )
}

/** Of RAISE EXCEPTION: its default code (PostgreSQL, Appendix A, `raise_exception`), or any other that it was given. */
export function postgresRaisedText(error: unknown): string | undefined {
  const { routine, message } = (error ?? {}) as { readonly routine?: string; readonly message?: string }
  return sqlStateOf(error ?? {}) === 'P0001' || routine === 'exec_stmt_raise' ? message : undefined
}
