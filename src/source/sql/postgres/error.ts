import { type DatabaseFailure, databaseError } from '../../database-error.ts'
import type { SourceError } from '../../source-error.ts'
import { TLS_CODE } from '../../tls-code.ts'
import { invalidRegex } from '../error.ts'

/** SQLSTATE classes and codes (PostgreSQL, Appendix A) that are no plain `db_error`. */
const FAILURES: ReadonlyMap<string, DatabaseFailure> = new Map([
  ['08', 'db_lost'], // connection exception
  ['28', 'db_lost'], // invalid authorization
  ['3D', 'db_lost'], // invalid catalog name: no such database
  ['40', 'db_conflict'], // transaction rollback: deadlock, serialization failure
  // A value, or what is done with it, that the column's type does not take: it may be another one than it was.
  ['22007', 'db_outdated'], // invalid datetime format
  ['22008', 'db_outdated'], // datetime field overflow
  ['22P02', 'db_outdated'], // invalid text representation
  ['42804', 'db_outdated'], // datatype mismatch
  ['42883', 'db_outdated'], // undefined function, or operator
  ['42703', 'db_outdated'], // undefined column
  ['42P01', 'db_outdated'], // undefined table
  ['53', 'db_saturated'], // insufficient resources: connections, memory, disk
  ['55P03', 'db_conflict'], // lock not available in time
  ['57P01', 'db_lost'], // admin shutdown
  ['57P02', 'db_lost'], // crash shutdown
  ['57P03', 'db_lost'], // cannot connect now
  ['57P04', 'db_lost'], // database dropped
  ['57P05', 'db_lost'], // idle session timeout
])

/** invalid_regular_expression */
const INVALID_REGEX = '2201B'

/** `connecting` tells a connection that never came about from a statement that failed. An error without a SQLSTATE is one of the connection, not of the server. */
export function postgresError(error: unknown, source: string, connecting: boolean): SourceError {
  const code = sqlStateOf(error)
  if (code === undefined) {
    const isTls = connecting && TLS_CODE.test(String((error as { code?: unknown }).code))
    return databaseError(isTls ? 'tls' : 'db_lost', source, error)
  }
  if (code === INVALID_REGEX) return invalidRegex(source, error)
  const failure = FAILURES.get(code) ?? FAILURES.get(code.slice(0, 2))
  const fatal = (error as { severity?: string }).severity === 'FATAL'
  return databaseError(failure ?? (fatal ? 'db_lost' : 'db_error'), source, error)
}

/** Node's own codes (`ECONNRESET`) look alike, but only the server says how severe it is. */
export function sqlStateOf(error: unknown): string | undefined {
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  return typeof code === 'string' && typeof severity === 'string' ? code : undefined
}
