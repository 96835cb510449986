import { randomBytes } from 'node:crypto'
import type { TestDatabase } from './test-database.ts'

/** How databases of a kind are made, filled and dropped. */
interface DatabaseKind {
  readonly create: (name: string) => string
  readonly drop: (name: string) => string
  /** Runs statements at a URL, and answers the rows of the last. */
  readonly run: (url: string, sql: string) => Promise<unknown[]>
}

/** A fresh database on a server, filled by the statements in `sql`, dropped at the end. */
export async function createServerDatabase(
  server: string,
  sql: string,
  { create, drop, run }: DatabaseKind,
): Promise<TestDatabase> {
  const name = `sluice_test_${randomBytes(8).toString('hex')}`
  const url = new URL(server)
  url.pathname = name
  const database: TestDatabase = {
    url: url.href,
    run: statement => run(url.href, statement),
    [Symbol.asyncDispose]: async () => void (await run(server, drop(name))),
  }
  await run(server, create(name))
  try {
    if (sql.trim() !== '') await run(url.href, sql)
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
  return database
}
