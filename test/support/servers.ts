import { inject, test } from 'vitest'
import { createDatabase, DIALECTS, type Dialect } from './dialects.ts'
import { createMysqlDatabase } from './mariadb.ts'
import type { TestDatabase } from './test-database.ts'

/** The servers on which SQL is tested where MySQL and MariaDB may differ; they are of one dialect. */
export const SERVERS = [...DIALECTS, 'mysql'] as const
export type Server = (typeof SERVERS)[number]

export function dialectOf(server: Server): Dialect {
  return server === 'mysql' ? 'mariadb' : server
}

/** A fresh database on the server, filled by the statements in `sql`. */
export function createDatabaseOn(server: Server, sql = ''): Promise<TestDatabase> {
  return server === 'mysql' ? createMysqlDatabase(sql) : createDatabase(server, sql)
}

/** Tests of a server. Where there is no MySQL they count as skipped, and the run has said why. */
export function testOn(server: Server): ReturnType<typeof test.skipIf> {
  return test.skipIf(server === 'mysql' && inject('withoutMysql') !== '')
}

export const testOnMysql = testOn('mysql')
