import { join } from 'node:path'
import { createBarrier } from '../support/barrier.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { type Sluice, startSluice } from './sluice.ts'

export const DEMO_SCHEMA = join(import.meta.dirname, '../../schema.graphql')

export const USERS = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, username TEXT, email TEXT);
  INSERT INTO users VALUES (7, 'Amara', 'amara', 'a@example.com');`

export interface HeldDemo extends AsyncDisposable {
  readonly sluice: Sluice
  /** `http://127.0.0.1:port` */
  readonly url: string
  readonly upstream: Upstream
  /** Lets the upstream answer. */
  release(): void
}

/** The demo's schema over an upstream that answers only when it is told to; `more` is for its environment. */
export async function startHeldDemo(
  flags: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<HeldDemo> {
  await using opening = new AsyncDisposableStack()
  const barrier = createBarrier()
  const upstream = opening.use(
    await startUpstream(async () => {
      await barrier.arrive()
      return { json: { id: 1, userId: 7 } }
    }),
  )
  const database = opening.use(await createSqliteDatabase(USERS))
  const environment = { POSTS_URL: upstream.url, DATABASE_URL: database.url, SLUICE_PORT: '0', ...more }
  const sluice = opening.use(startSluice(['start', DEMO_SCHEMA, ...flags], { environment }))
  const url = await urlOf(sluice)
  const resources = opening.move()
  return { sluice, url, upstream, release: barrier.release, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** Where it says that it serves. */
export function urlOf(sluice: Sluice): Promise<string> {
  return sluice.said(/ at (http:\S+)\/graphql$/m)
}
