import { expect, test } from 'vitest'
import { createMariaDatabase } from '../support/mariadb.ts'
import { runRound } from './round.ts'
import { TABLES } from './tables.ts'

const seed = Number(process.env.FAULT_SEED ?? 20_261_125)

test(`Whatever fails, every answer is right or says what is missing, in time and once (FAULT_SEED=${seed})`, async () => {
  await using database = await createMariaDatabase(TABLES)
  const report = await runRound({ seed, database, operations: 1_500, time: 15_000, concurrency: 12 })
  console.log(`FAULT_SEED=${seed}: ${report.operations} operations, ${report.partial} of them partial`)
  expect(report.wrongs, report.print()).toEqual([])
  // It was a round worth the name.
  expect(report.full).toBeGreaterThan(0)
  expect(report.partial).toBeGreaterThan(0)
})
