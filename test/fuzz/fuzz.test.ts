import { expect, test } from 'vitest'
import { createDatabase } from '../support/dialects.ts'
import { runRound } from './round.ts'
import { TABLES } from './schema.ts'

/** Four gateways start, and the round ends, however busy the machine is. */
const PATIENCE = { timeout: 180_000 }

const seed = Number(process.env.FUZZ_SEED ?? 20_261_129)

test(
  `Whatever is sent and whatever upstreams answer, a gateway answers well, and tells no secret (FUZZ_SEED=${seed})`,
  PATIENCE,
  async () => {
    await using sqlite = await createDatabase('sqlite', TABLES.sqlite)
    await using mariadb = await createDatabase('mariadb', TABLES.mariadb)
    await using postgres = await createDatabase('postgres', TABLES.postgres)
    const databases = { sqlite, mariadb, postgres }
    const report = await runRound({ seed, databases, requests: 200, time: 25_000, concurrency: 8 })
    console.log(`FUZZ_SEED=${seed}: ${report.requests} requests, ${report.full} answered in full`)
    expect(report.wrongs, report.print()).toEqual([])
    // It was a round worth the name.
    expect(report.full).toBeGreaterThan(0)
  },
)
