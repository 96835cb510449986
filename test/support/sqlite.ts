import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createSqliteFile } from '../../src/source/sql/sqlite/create-file.ts'
import { createTempDirectory } from './temp-directory.ts'
import type { TestDatabase } from './test-database.ts'

/** A fresh SQLite file, filled by the statements in `sql`. */
export async function createSqliteDatabase(sql = ''): Promise<TestDatabase> {
  const directory = await createTempDirectory()
  const path = join(directory.path, 'test.db')
  createSqliteFile(path, sql)
  return {
    url: `sqlite:${path}`,
    async run(statement) {
      // Another process may just be writing.
      using connection = new DatabaseSync(path, { timeout: 10_000 })
      return connection.prepare(statement).all()
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}
