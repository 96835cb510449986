import { createConnection } from 'mysql2/promise'
import { type Connect, createServerDatabase } from './server-database.ts'
import { sharedDoor } from './shared-server.ts'
import type { TestDatabase } from './test-database.ts'

/**
 * A fresh database on the server that all tests of a run share, or on the one at `serverUrl`, filled by the statements
 * in `sql`.
 */
export async function createMariaDatabase(sql = '', serverUrl?: string): Promise<TestDatabase> {
  const server = serverUrl ?? (await sharedDoor('/mariadb'))
  return createServerDatabase(server, sql, {
    connect: connectToMaria,
    create: name => `CREATE DATABASE ${name} CHARACTER SET utf8mb4`,
    drop: name => `DROP DATABASE IF EXISTS ${name}`,
  })
}

/** A fresh database on the MySQL that all tests of a run share; only where there is one (`testOnMysql`). */
export async function createMysqlDatabase(sql = ''): Promise<TestDatabase> {
  return createMariaDatabase(sql, await sharedDoor('/mysql'))
}

const connectToMaria: Connect = async uri => {
  const connection = await createConnection({ uri, multipleStatements: true, supportBigNumbers: true })
  let isLost = false
  connection.on('error', () => {
    isLost = true
  })
  return {
    get isLost() {
      return isLost
    },
    async run(sql) {
      const [result] = await connection.query(sql)
      return Array.isArray(result) ? result : []
    },
    end: () => connection.end().catch(() => connection.destroy()),
  }
}
