import { randomBytes } from 'node:crypto'
import type { TestDatabase } from './test-database.ts'

/** A connection to a database. */
interface Session {
  /** Whether it has ended or broken by itself. */
  readonly isLost: boolean
  /** Runs statements, and answers the rows of the last. */
  run(sql: string): Promise<unknown[]>
  end(): Promise<unknown>
}

export type Connect = (url: string) => Promise<Session>

/** Runs statements over a connection of their own. */
export async function runOnce(connect: Connect, url: string, sql: string): Promise<unknown[]> {
  const session = await connect(url)
  try {
    return await session.run(sql)
  } finally {
    await session.end()
  }
}

/** How databases of a kind are made and dropped. */
interface DatabaseKind {
  readonly connect: Connect
  readonly create: (name: string) => string
  readonly drop: (name: string) => string
}

/** A fresh database on a server, filled by the statements in `sql`, dropped at the end. */
export async function createServerDatabase(
  server: string,
  sql: string,
  { connect, create, drop }: DatabaseKind,
): Promise<TestDatabase> {
  const name = `sluice_test_${randomBytes(8).toString('hex')}`
  const url = new URL(server)
  url.pathname = name
  await runOnce(connect, server, create(name))
  return fillDatabase(url.href, sql, connect, () => runOnce(connect, server, drop(name)))
}

/** The empty database at a URL, filled by the statements in `sql`; `end` is told when nobody uses it any more. */
export async function fillDatabase(
  url: string,
  sql: string,
  connect: Connect,
  end: () => Promise<unknown>,
): Promise<TestDatabase> {
  const runner = new Runner(url, connect)
  const database: TestDatabase = {
    url,
    run: statement => runner.run(statement),
    async [Symbol.asyncDispose]() {
      await runner.end()
      await end()
    },
  }
  try {
    if (sql.trim() !== '') await runner.run(sql)
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
  return database
}

/** Runs statements at a URL. A connection is kept for the next ones: to make one takes longer than most of them. */
class Runner {
  readonly #url: string
  readonly #connect: Connect
  #idle: Session | undefined

  constructor(url: string, connect: Connect) {
    this.#url = url
    this.#connect = connect
  }

  async run(sql: string): Promise<unknown[]> {
    const kept = this.#idle
    this.#idle = undefined
    const session = kept && !kept.isLost ? kept : await this.#connect(this.#url)
    try {
      const rows = await session.run(sql)
      if (this.#idle) await session.end()
      else this.#idle = session
      return rows
    } catch (error) {
      // It may be within a transaction.
      await session.end()
      throw error
    }
  }

  async end(): Promise<void> {
    await this.#idle?.end()
    this.#idle = undefined
  }
}
