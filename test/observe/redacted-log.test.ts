import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { startSchemaExecutor } from '../support/schema-executor.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}/{$env.KEY}", retries: 0, headers: ["authorization: Bearer {$env.TOKEN}"] })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    failing: String @http(source: "api", GET: "/failing?sig=literal-signature")
    fine: String @http(source: "api", GET: "/fine?key=literal-key")
    known: [Item!] @sql(source: "db", query: "select id from items where pin = 'literal-pin' and password = 'literal-password'")
  }
  type Item @sql(table: "items", key: "id") { id: ID! }
`

for (const start of [startTestGateway, startSchemaExecutor])
  for (const logLevel of ['debug', 'info'] as const)
    test(`No line of the log has a secret, of the schema or of what an API answers (${start.name}, ${logLevel})`, async () => {
      // It says what it was asked with.
      await using upstream = await startUpstream(({ url, headers }) =>
        url.includes('/failing')
          ? { status: 500, json: { url, headers, session_id: 'literal-session' } }
          : { json: 'fine' },
      )
      await using database = await createSqliteDatabase(
        'create table items (id int primary key, pin text, password text)',
      )
      const environment = { API_URL: upstream.url, DB_URL: database.url, KEY: 'secret-key', TOKEN: 'secret-token' }
      await using executor = await start({ schema: SCHEMA, environment, config: { logLevel } })
      await executor.query('{ failing }')
      await executor.query('{ fine known { id } }')
      const texts = executor.log.map(line => JSON.stringify(line))
      const said = texts.join('\n')
      expect(said).toContain('The source answered 500.')
      if (start === startTestGateway || logLevel === 'debug') expect(said).toContain('GET /failing?sig=')
      expect(texts.filter(text => /literal-(?!pin)|secret-(key|token)/.test(text))).toEqual([])
      if (logLevel === 'debug') expect(said).toMatch(/password = '…'/)
    })
