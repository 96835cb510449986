import { setTimeout } from 'node:timers/promises'
import { noCounts } from './count-calls.ts'
import type { Answer } from './invariants.ts'
import { headersOf, type Scene } from './run-operation.ts'
import { BUDGET, CIRCUIT_PAUSE, type SourceName } from './schema.ts'

/** How long a source that is whole again may take until it answers in full, in milliseconds of the loop's clock. */
const LONGEST = CIRCUIT_PAUSE + 2 * BUDGET

/** What asks each source, and no other. */
const PROBES = { blog: '{ post(id: 1) { title } }', talk: '{ me { seenBy } }', db: '{ user(id: 1) { name } }' }

/** Asks a source that is whole again until it answers in full. */
export async function awaitRecovery({ world, clock, report }: Scene, source: SourceName): Promise<void> {
  const healed = clock.now()
  report.recoveries++
  for (;;) {
    const { errors } = JSON.parse(await world.client.ask({ query: PROBES[source] }, headersOf('u1'))) as Answer
    // A refused call is none.
    if (errors?.[0]?.extensions?.reason !== 'circuit_open') report.addCalls({ ...noCounts(), [source]: 1 })
    const took = clock.now() - healed
    report.maxRecovery = Math.max(report.maxRecovery, took)
    if (!errors) return
    if (took > LONGEST) {
      report.addWrongs([`${source} is not back after ${took} ms: ${JSON.stringify(errors)}`])
      return
    }
    await setTimeout(20)
  }
}
