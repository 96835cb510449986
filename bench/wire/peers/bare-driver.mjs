import { readFileSync } from 'node:fs'
import { endpointsOn } from './by-hand/shop.mjs'
import { isPostgres, openShop } from './shop-database.mjs'

/**
 * Sends the statements of the endpoint by hand on one connection, one after another, as fast as the driver can; prints how
 * many milliseconds those of one request take (the median).
 */
const { DATABASE_URL, WORKLOAD, OPERATIONS_PATH, SECONDS } = process.env
const operations = JSON.parse(readFileSync(OPERATIONS_PATH, 'utf8'))

let seen = []
const db = await openShop(({ query }) => seen.push(query))
const answer = endpointsOn(db)[WORKLOAD]
const requests = []
for (const { variables, placedBy } of operations) {
  const after = placedBy && (await answer(undefined, placedBy)).orders.pageInfo.endCursor
  seen = []
  await answer(undefined, after ? { ...variables, after } : variables)
  requests.push(seen)
}
await db.destroy()

const { run, end } = await connect()
// The first times are those of code that is not warm.
const times = await measure(SECONDS * 500).then(() => measure(SECONDS * 1_000))
await end()
console.log(times.sort((a, b) => a - b)[Math.floor(times.length / 2)])

async function measure(milliseconds) {
  const taken = []
  const finish = performance.now() + milliseconds
  for (let at = 0; performance.now() < finish; at++) {
    const start = performance.now()
    for (const { sql, parameters } of requests[at % requests.length]) await run(sql, parameters)
    taken.push(performance.now() - start)
  }
  return taken
}

async function connect() {
  if (isPostgres) {
    const { Client } = await import('pg')
    const client = new Client({ connectionString: DATABASE_URL })
    await client.connect()
    const query = (text, values) => client.query({ text, values, rowMode: 'array' })
    return { run: query, end: () => client.end() }
  }
  const { createConnection } = await import('mysql2/promise')
  const connection = await createConnection({ uri: DATABASE_URL, timezone: 'Z', rowsAsArray: true })
  return { run: (text, values) => connection.query(text, values), end: () => connection.end() }
}
