import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import { createSchema } from '../../src/index.ts'
import { createDatabase } from '../support/dialects.ts'
import { createFaultProxy } from '../support/fault-proxy.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { SERVERS } from './secure-server.ts'

/** Of a copy that has not followed, so that an answer tells who gave it. */
function users(name: string): string {
  return `CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(100) NOT NULL); INSERT INTO users VALUES (1, '${name}');`
}

function schema(replicas: string, more = ''): string {
  return `
    extend schema @source(name: "db", sql: { url: "{$env.PRIMARY}", replicas: ${replicas} ${more} })
    type Query { user: User @sql(where: { id: 1 }) }
    type Mutation { rename(name: String!): User @sql(update: { name: "{$args.name}" }, where: { id: 1 }) }
    type User @sql(table: "users") {
      id: ID!
      name: String!
      same: [User!] @sql(where: { id: "{$this.id}" })
      city: String @sql(query: "SELECT name, id FROM users WHERE id IN ({$batch.id})", by: "id")
    }
  `
}

const QUERY = '{ user { name same { name } city } }'
const RENAME = 'mutation { rename(name: "new") { name same { name } city } }'

function answered(name: string, field = 'user') {
  return { data: { [field]: { name, same: [{ name }], city: name } } }
}

async function ask({ query }: TestGateway, text = QUERY): Promise<unknown> {
  return (await query(text)).body
}

/** Who answers the name of a user. */
async function whoAnswers(gateway: TestGateway): Promise<unknown> {
  const { data } = (await ask(gateway, '{ user { name } }')) as { data: { user: { name: string } | null } }
  return data.user?.name
}

/** The probes in the background have an interval of some seconds. */
const PATIENCE = { timeout: 40_000, interval: 100 }

function replicaLines({ log }: TestGateway): unknown[] {
  return log.filter(({ replica }) => replica !== undefined).map(({ msg, replica }) => [msg, replica])
}

for (const kind of SERVERS) {
  test(`Queries go to the replicas in turn, a mutation and all below it to the primary (${kind})`, async () => {
    await using primary = await createDatabase(kind, users('primary'))
    await using first = await createDatabase(kind, users('first'))
    await using second = await createDatabase(kind, users('second'))
    const environment = { PRIMARY: primary.url, FIRST: first.url, SECOND: second.url }
    const text = schema('["{$env.FIRST}", "{$env.SECOND}"]')
    await using gateway = await startTestGateway({ schema: text, environment })

    const names = [await whoAnswers(gateway), await whoAnswers(gateway), await whoAnswers(gateway)]
    expect(new Set(names)).toEqual(new Set(['first', 'second']))
    expect(names[0]).toBe(names[2])
    expect(await ask(gateway, RENAME)).toEqual(answered('new', 'rename'))
    expect(await primary.run('SELECT name FROM users')).toEqual([{ name: 'new' }])
    expect(['first', 'second']).toContain(await whoAnswers(gateway))

    // On graphql-js too.
    await using directory = await createTempDirectory()
    const schemaPath = join(directory.path, 'schema.graphql')
    await writeFile(schemaPath, schema('["{$env.FIRST}"]'))
    await using bound = await createSchema({ schemaPath, environment })
    expect(await graphql({ schema: bound.schema, source: QUERY })).toEqual(answered('first'))
    expect(await graphql({ schema: bound.schema, source: RENAME })).toEqual(answered('new', 'rename'))
  })

  test(`A replica that is down costs nothing, and answers again once it is back (${kind})`, async () => {
    await using primary = await createDatabase(kind, users('primary'))
    await using replica = await createDatabase(kind, users('replica'))
    await using way = await createFaultProxy(replica.url)
    const environment = { PRIMARY: primary.url, REPLICA: way.url }
    await using gateway = await startTestGateway({ schema: schema('["{$env.REPLICA}"]'), environment })
    const host = new URL(way.url).host

    expect(await ask(gateway)).toEqual(answered('primary'))
    await way.start()
    await expect.poll(() => whoAnswers(gateway), PATIENCE).toBe('replica')
    await way.stop()
    expect(await ask(gateway)).toEqual(answered('primary'))
    expect(await (await fetch(`${gateway.url}/ready`)).json()).toEqual({ state: 'ready', sources: { db: 'ok' } })
    await way.start()
    await expect.poll(() => ask(gateway), PATIENCE).toEqual(answered('replica'))
    const [down, up] = [
      ['a replica can not be reached', host],
      ['a replica is back', host],
    ]
    expect(replicaLines(gateway)).toEqual([down, up, down, up])
  })

  test(`Another replica answers for one that is down, and replicas answer while the primary is down (${kind})`, async () => {
    await using primary = await createDatabase(kind, users('primary'))
    await using replica = await createDatabase(kind, users('replica'))
    await using way = await createFaultProxy(primary.url)
    await way.start()
    await using gone = await createFaultProxy(replica.url)
    const environment = { PRIMARY: way.url, GONE: gone.url, REPLICA: replica.url }
    const text = schema('["{$env.GONE}", "{$env.NONE ?? \'\'}", "{$env.REPLICA}"]')
    await using gateway = await startTestGateway({ schema: text, environment })
    for (let count = 0; count < 4; count++) expect(await ask(gateway)).toEqual(answered('replica'))
    await way.stop()
    expect(await ask(gateway)).toEqual(answered('replica'))
    const lost = { path: ['rename'], extensions: { reason: 'db_lost', source: 'db' } }
    expect(await ask(gateway, RENAME)).toMatchObject({ data: { rename: null }, errors: [lost] })
  })

  test(`A replica that takes connections and never answers is left out (${kind})`, async () => {
    await using primary = await createDatabase(kind, users('primary'))
    let connections = 0
    const hole = createServer(() => connections++).listen(0, '127.0.0.1')
    await once(hole, 'listening')
    const silent = new URL(primary.url)
    silent.port = String((hole.address() as AddressInfo).port)
    const environment = { PRIMARY: primary.url, SILENT: silent.href }

    const patient = schema('["{$env.SILENT}"]', 'connectTimeout: "300ms"')
    await using gateway = await startTestGateway({ schema: patient, environment })
    for (let count = 0; count < 20; count++) expect(await whoAnswers(gateway)).toBe('primary')
    // Those in the background among them.
    expect(connections).toBeLessThan(20)

    const hasty = schema('["{$env.SILENT}"]', 'timeout: "2s", connectTimeout: "3s"')
    await using other = await startTestGateway({ schema: hasty, environment })
    await expect.poll(() => whoAnswers(other), PATIENCE).toBe('primary')
    hole.close()
  })
}

test('An empty URL is no replica', async () => {
  await using primary = await createDatabase('mariadb', users('primary'))
  const environment = { PRIMARY: primary.url }
  const text = schema('["{$env.REPLICA ?? \'\'}"]')
  await using gateway = await startTestGateway({ schema: text, environment })
  expect(await ask(gateway)).toEqual(answered('primary'))
})
