import { unlimitedCalls } from '../../../src/source/call-budget.ts'
import { openSqlite } from '../../../src/source/sql/sqlite/database.ts'

/** A process of its own that asks a SQLite file for what never ends: `runaway.ts <url> [write]`. */
const [url = '', kind] = process.argv.slice(2)
const { signal } = new AbortController()
const calls = unlimitedCalls()
const file = openSqlite({ name: 'db', url, timeout: 600_000 })
const endless = 'with recursive n (i) as (select 1 union all select i + 1 from n)'
const read = { sql: `${endless} select count(*) from n`, parameters: [] }
const write = { sql: `insert into items ${endless} select i + 2, hex(zeroblob(2000)) from n`, parameters: [] }

if (kind === 'write') await (await file.begin(signal, calls)).execute(write, signal)
else await file.execute(read, signal, calls)
