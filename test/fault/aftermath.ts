import type { TestDatabase } from '../support/test-database.ts'
import type { Scene } from './run-operation.ts'
import { POOL_SIZE, SOURCES, type SourceName } from './schema.ts'
import { type Stock, takeStock, until } from './stock.ts'

/** The connections that a source keeps at most: its `maxInFlight`; its pool, and one that ends statements. */
const MOST_OPEN: Readonly<Record<SourceName, number>> = { blog: 64, talk: 64, db: POOL_SIZE + 1 }

/** Of the harness itself: the loop's clock. */
const OWN_TIMERS = 1

/** What an idle gateway may not hold, or have said. The timers of what was just answered would still run. */
export function findRest({ world }: Scene, before: Stock): string[] {
  const wrongs = SOURCES.flatMap(source => {
    const { open } = world.ways[source].proxy
    return open > MOST_OPEN[source] ? [`${open} connections to ${source} while nobody asks`] : []
  })
  if (world.client.unasked > 0) wrongs.push(`${world.client.unasked} answers that nobody had asked for`)
  const timers = countTimers(takeStock()) - countTimers(before) - OWN_TIMERS
  if (timers > 0) wrongs.push(`${timers} timers while nobody asks`)
  return [...wrongs, ...world.gateway.log.map(line => `the log has an error: ${JSON.stringify(line)}`)]
}

/** What a gateway that has been closed left behind at its upstreams. */
export async function findConnections({ world }: Scene, database: TestDatabase): Promise<string[]> {
  const leftOpen = () => SOURCES.filter(source => world.ways[source].proxy.open > 0)
  await until(async () => leftOpen().length === 0)
  const sessions = 'SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()'
  let left = 0
  await until(async () => {
    left = (await database.run(sessions)).length
    return left === 0
  })
  const wrongs = leftOpen().map(source => `a connection to ${source} outlived the gateway`)
  return left === 0 ? wrongs : [...wrongs, `${left} sessions of the database outlived the gateway`]
}

/** How often each mutation was applied. */
export async function readApplied({ world }: Scene, database: TestDatabase): Promise<ReadonlyMap<string, number>> {
  const rows = (await database.run('SELECT token, COUNT(*) AS times FROM applied GROUP BY token')) as {
    token: string
    times: number
  }[]
  return new Map([...world.marked, ...rows.map(({ token, times }) => [token, Number(times)] as const)])
}

function countTimers({ resources }: Stock): number {
  return resources.Timeout ?? 0
}
