import { expect, test } from 'vitest'
import { Random } from '../execute/random.ts'
import { cutOnce, cutWhere } from '../support/cut-where.ts'
import { createDatabase } from '../support/dialects.ts'
import { startFaultProxy } from '../support/fault-proxy.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { startMariaServer } from '../support/mariadb-server.ts'
import { createPostgresDatabase } from '../support/postgres.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { untilRunning } from '../support/running-statements.ts'
import { startUpstream } from '../support/upstream.ts'

const SLEEP = { mariadb: 'SELECT SLEEP', postgres: 'SELECT pg_sleep' }
const SERVERS = {
  mariadb: { start: startMariaServer, create: createMariaDatabase },
  postgres: { start: startPostgresServer, create: createPostgresDatabase },
}
/** What is said by no statement that reads the catalogue. */
const READ = { mariadb: 'order by `id`', postgres: 'order by "id"' }
/** The tests' servers are fast and forgetful. */
const KEEP = {
  mariadb:
    "SET GLOBAL innodb_flush_log_at_trx_commit = 1; INSERT INTO items (text) VALUES (''); DELETE FROM items WHERE text = ''",
  postgres: 'CHECKPOINT',
}
const SERIAL = { mariadb: 'BIGINT AUTO_INCREMENT PRIMARY KEY', postgres: 'BIGSERIAL PRIMARY KEY' }

function schemaFor(dialect: keyof typeof SLEEP) {
  return `
    extend schema
      @source(name: "api", http: { baseURL: "{$env.API_URL}" })
      @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "60s", poolSize: 4 })
    type Query {
      posts: [Post!] @http(GET: "/posts")
      rows: [Row!] @sql(orderBy: "id")
      slow: String @sql(query: "${SLEEP[dialect]}(600)")
    }
    type Mutation {
      add(text: String!): Row @sql(insert: { text: "{$args.text}" })
    }
    type Post { title: String! }
    type Row @sql(table: "items", key: "id") { id: ID!  text: String }
  `
}

const LOST = { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'db', reason: 'db_lost', retryable: true }
const UNKNOWN = 'The database could not be reached; the outcome of the mutation is unknown.'

for (const dialect of ['mariadb', 'postgres'] as const) {
  const table = `CREATE TABLE items (id ${SERIAL[dialect]}, text VARCHAR(20)); INSERT INTO items (text) VALUES ('a')`

  const openGateway = (url: string, api = 'http://127.0.0.1:9') =>
    startTestGateway({
      schema: schemaFor(dialect),
      environment: { API_URL: api, DB_URL: url },
      config: { requestTimeout: 60_000 },
    })
  const sent = ({ log }: TestGateway, start: string) =>
    log.filter(({ text }) => String(text).toLowerCase().startsWith(start)).length

  test(`A server that is killed costs what runs on it, and is served again once it is back (${dialect})`, async () => {
    await using upstream = await startUpstream({ 'GET /posts': { json: [{ title: 'One' }] } })
    await using server = await SERVERS[dialect].start()
    await using database = await SERVERS[dialect].create(table, server.url)
    await database.run(KEEP[dialect])
    await using gateway = await openGateway(database.url, upstream.url)
    const all = '{ a: rows { text } b: rows { text } c: rows { text } posts { title } }'
    const rows = [{ text: 'a' }]
    const whole = { data: { a: rows, b: rows, c: rows, posts: [{ title: 'One' }] } }
    expect((await gateway.query(all)).body).toEqual(whole)
    const running = gateway.query('{ slow posts { title } }')
    await untilRunning(dialect, database, SLEEP[dialect], 1)
    await server.kill()
    expect((await running).body).toMatchObject({
      errors: [{ path: ['slow'], extensions: LOST }],
      data: { slow: null, posts: [{ title: 'One' }] },
    })
    await server.start()
    expect((await gateway.query(all)).body).toEqual(whole)
  })

  test(`A read whose connection breaks in the middle is read again, once (${dialect})`, async () => {
    await using database = await createDatabase(dialect, table)
    await using proxy = await startFaultProxy(database.url, cutOnce(READ[dialect], 'after'))
    await using gateway = await openGateway(proxy.url)
    expect((await gateway.query('{ rows { text } }')).body).toEqual({ data: { rows: [{ text: 'a' }] } })

    let heard = 0
    const never = () => (data: Buffer, by: string) => {
      if (by === 'client' && data.includes(READ[dialect])) heard++
      return by === 'server' || !data.includes(READ[dialect])
    }
    await using broken = await startFaultProxy(database.url, cutWhere(never))
    await using other = await openGateway(broken.url)
    expect((await other.query('{ rows { text } }')).body).toMatchObject({ errors: [{ extensions: LOST }] })
    expect(heard).toBe(2)
  })

  test(`A write whose connection breaks is not sent again (${dialect})`, async () => {
    await using database = await createDatabase(dialect, table)
    await using proxy = await startFaultProxy(database.url, cutOnce('insert into', 'after'))
    await using gateway = await openGateway(proxy.url)
    const { body } = await gateway.query('mutation { add(text: "b") { id } }')
    expect(body).toMatchObject({ errors: [{ extensions: LOST }], data: { add: null } })
    expect(sent(gateway, 'insert')).toBe(1)
    expect(await database.run('SELECT text FROM items')).toEqual([{ text: 'a' }])
  })

  test(`However connections break, no write is done twice, and none that was answered is lost (${dialect})`, async () => {
    const random = new Random(20_261_125)
    await using database = await createDatabase(dialect, table)
    // The first connections let the schema be bound.
    let calm = true
    await using proxy = await startFaultProxy(
      database.url,
      cutWhere(() => {
        let isCommitting = false
        return (data, by) => {
          if (by === 'client') isCommitting = data.includes('COMMIT')
          return calm || !random.chance(isCommitting ? 0.2 : 0.03)
        }
      }),
    )
    await using gateway = await openGateway(proxy.url)
    await gateway.query('{ rows { text } }')
    calm = false
    const outcomes = new Map<string, string>()
    for (let round = 0; round < 40; round++) {
      const texts = [0, 1, 2].map(index => `${round}-${index}`)
      const answers = await Promise.all(
        texts.map(text => gateway.query('mutation ($text: String!) { add(text: $text) { text } }', { text })),
      )
      for (const [index, { body }] of answers.entries()) {
        const { data, errors } = body as { data: { add: object | null }; errors?: { message: string }[] }
        const outcome = data.add ? 'done' : errors?.[0]?.message === UNKNOWN ? 'unknown' : 'failed'
        outcomes.set(texts[index] ?? '', outcome)
      }
    }
    const rows = (await database.run(`SELECT text, count(*) AS n FROM items GROUP BY text`)) as {
      text: string
      n: number
    }[]
    const counts = new Map(rows.map(({ text, n }) => [text, n]))
    const wrong = [...outcomes].filter(([text, outcome]) => {
      const count = counts.get(text) ?? 0
      return count > 1 || (outcome === 'done' && count === 0) || (outcome === 'failed' && count === 1)
    })
    expect(wrong).toEqual([])
    expect(new Set(outcomes.values())).toEqual(new Set(['done', 'unknown', 'failed']))
  })
}
