import { parseArgs } from 'node:util'
import { createDatabase } from '../mariadb.ts'
import { measure } from '../measure.ts'
import { openHandWritten } from './hand-written.ts'
import { createPostgresDatabase } from './postgres.ts'
import { openSluice } from './sluice.ts'
import { MARIADB_TABLES, POSTGRES_TABLES } from './tables.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, milliseconds: { type: 'string', default: '200' } },
})

/** Short rounds, and many: other work on the machine then meets both sides alike. */
const ROUNDS = 25

const DATABASES = {
  mariadb: () => createDatabase('blog', MARIADB_TABLES),
  postgres: () => createPostgresDatabase(POSTGRES_TABLES),
}

async function measureOn(name: keyof typeof DATABASES) {
  await using database = await DATABASES[name]()
  await using sluice = await openSluice(database.url)
  await using handWritten = openHandWritten(database.url)
  const reports = []
  for (const rows of [10, 1_000, 10_000]) {
    const [ours, theirs] = await Promise.all([sluice.run(rows), handWritten.run(rows)])
    if (Buffer.compare(ours, theirs) !== 0) throw new Error(`the answers of ${rows} rows differ`)
    const [gateway, byHand] = await measure(
      [
        { name: 'sluice', run: () => sluice.run(rows) },
        { name: 'by hand', run: () => handWritten.run(rows) },
      ],
      Number(values.milliseconds),
      ROUNDS,
    )
    if (!gateway || !byHand) throw new Error('nothing was measured')
    reports.push({
      database: name,
      rows,
      statements: await sluice.countStatements(rows),
      cpuMicrosecondsPerRow: gateway.cpu / rows,
      cpuMicrosecondsPerRowByHand: byHand.cpu / rows,
      cpuRatio: gateway.cpu / byHand.cpu,
      timeRatio: gateway.time / byHand.time,
      bytesPerRow: gateway.allocated / rows,
      bytesPerRowByHand: byHand.allocated / rows,
    })
  }
  return reports
}

const reports = [...(await measureOn('mariadb')), ...(await measureOn('postgres'))]

if (values.json) console.log(JSON.stringify(reports, null, 2))
else
  console.table(
    reports.map(report =>
      Object.fromEntries(
        Object.entries(report).map(([name, value]) => [
          name,
          typeof value === 'number' ? Math.round(value * 100) / 100 : value,
        ]),
      ),
    ),
  )
