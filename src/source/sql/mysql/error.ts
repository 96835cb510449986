import { type DatabaseFailure, databaseError } from '../../database-error.ts'
import type { SourceError } from '../../source-error.ts'
import { TLS_CODE } from '../../tls-code.ts'
import { invalidRegex } from '../error.ts'

/** Server error numbers (MySQL 8.4 Error Message Reference, MariaDB Error Code Reference) that are no plain `db_error`. */
const FAILURES: ReadonlyMap<number, DatabaseFailure> = new Map([
  [1020, 'db_conflict'], // ER_CHECKREAD: record has changed since last read
  [1040, 'db_saturated'], // ER_CON_COUNT_ERROR
  [1054, 'db_outdated'], // ER_BAD_FIELD_ERROR
  [1053, 'db_lost'], // ER_SERVER_SHUTDOWN
  [1146, 'db_outdated'], // ER_NO_SUCH_TABLE
  [1203, 'db_saturated'], // ER_TOO_MANY_USER_CONNECTIONS
  [1205, 'db_conflict'], // ER_LOCK_WAIT_TIMEOUT
  [1213, 'db_conflict'], // ER_LOCK_DEADLOCK
  [1226, 'db_saturated'], // ER_USER_LIMIT_REACHED
  [1461, 'db_saturated'], // ER_MAX_PREPARED_STMT_COUNT_REACHED
  [1927, 'db_lost'], // ER_CONNECTION_KILLED
  [4031, 'db_lost'], // ER_CLIENT_INTERACTION_TIMEOUT
])

interface MysqlFailure {
  readonly errno?: number
  readonly code?: string
  readonly fatal?: boolean
  /** Of errors of the network. */
  readonly syscall?: string
}

/** mysql2 has one code for all that ends a TLS handshake, a broken connection included. */
function isTlsFailure({ code = '', syscall }: MysqlFailure): boolean {
  if (code === 'HANDSHAKE_SSL_ERROR') return syscall === undefined
  return code === 'HANDSHAKE_NO_SSL_SUPPORT' || TLS_CODE.test(code)
}

/** ER_REGEXP_ERROR of MariaDB; of MySQL 8 those of ICU: it ends a pattern that takes too long or too much by itself. */
function isOfRegex(errno: number): boolean {
  return errno === 1139 || errno === 3887 || (errno >= 3685 && errno <= 3700)
}

/** `connecting` tells a connection that never came about, whatever the reason, from a statement that failed. */
export function mysqlError(error: unknown, source: string, connecting: boolean): SourceError {
  if (connecting && isTlsFailure(error as MysqlFailure)) return databaseError('tls', source, error)
  const { errno, fatal } = error as MysqlFailure
  if (isOfRegex(errno ?? 0)) return invalidRegex(source, error)
  const known = FAILURES.get(errno ?? 0)
  return databaseError(known ?? (connecting || fatal === true ? 'db_lost' : 'db_error'), source, error)
}
