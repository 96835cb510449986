import type { Random } from '../execute/random.ts'
import type { Counts } from './count-calls.ts'
import { FAULTS, sometimes } from './faults.ts'
import { breakWay, healWay } from './nemesis.ts'
import { awaitRecovery } from './recovery.ts'
import type { Scene } from './run-operation.ts'
import { SOURCES, type SourceName } from './schema.ts'

/** What of all that is said breaks its connection: too little for a circuit to open, so that much is tried again. */
const SHARE = 0.3

/** All ways break a share of what is said, while nothing else is under way: the attempts are those of this time's calls. */
export async function holdStorm(scene: Scene, random: Random, run: () => Promise<unknown>): Promise<void> {
  const { world, report, trouble } = scene
  const ways = SOURCES.map(source => world.ways[source])
  const before = countsOf(scene)
  for (const source of SOURCES) trouble.begin(source)
  for (const way of ways) breakWay(way, sometimes(random, SHARE, FAULTS['reset before headers']()))
  await run()
  for (const way of ways) healWay(way)
  await Promise.all(SOURCES.map(source => awaitRecovery(scene, source)))
  const after = countsOf(scene)
  report.addWrongs(
    findStorms({ calls: since(before.calls, after.calls), attempts: since(before.attempts, after.attempts) }),
  )
}

/** The sources that were tried more often than the retry budget allows: a fifth of the calls, and 3. */
export function findStorms({ calls, attempts }: { readonly calls: Counts; readonly attempts: Counts }): string[] {
  return SOURCES.flatMap(source => {
    const most = calls[source] * 1.2 + 3
    return attempts[source] > most ? [`${attempts[source]} attempts at ${source}, where ${most} are allowed`] : []
  })
}

function countsOf({ report }: Scene) {
  return { calls: { ...report.calls }, attempts: { ...report.attempts } }
}

function since(before: Counts, after: Counts): Counts {
  const difference = (source: SourceName) => after[source] - before[source]
  return { blog: difference('blog'), talk: difference('talk'), db: difference('db') }
}
