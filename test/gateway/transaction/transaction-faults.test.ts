import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { cutOnce } from '../../support/cut-where.ts'
import { createDatabase } from '../../support/dialects.ts'
import { createFaultProxy, startFaultProxy } from '../../support/fault-proxy.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { ITEMS, ROLLED_BACK, SCHEMA, TABLE } from './schema.ts'
import { LOCKING, openSession, untilWaiting } from './sessions.ts'

const UNCHANGED = [
  { id: 1, n: 10 },
  { id: 2, n: 20 },
]

describe.for(LOCKING)('A transaction (%s)', dialect => {
  test('that waits is seen by no other session; after its COMMIT it is', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    await using other = await openSession(dialect, database)
    await other.run('BEGIN')
    await other.run('UPDATE items SET n = 21 WHERE id = 2')
    const answer = gateway.query(`mutation @transaction {
      add(id: 3, n: 30) { id } change(id: 1, n: 11) { n } last: change(id: 2, n: 22) { n }
    }`)
    await untilWaiting(dialect, database, 'items', 1)
    expect(await database.run(ITEMS)).toEqual(UNCHANGED)
    expect((await gateway.query('{ items { id n } }')).body).toEqual({
      data: { items: UNCHANGED.map(({ id, n }) => ({ id: String(id), n })) },
    })
    await other.run('COMMIT')
    expect((await answer).body).toEqual({ data: { add: { id: '3' }, change: { n: 11 }, last: { n: 22 } } })
    expect(await database.run(ITEMS)).toEqual([
      { id: 1, n: 11 },
      { id: 2, n: 22 },
      { id: 3, n: 30 },
    ])
  })

  test('that the database gives up after a deadlock is done again from its first field', async () => {
    await using database = await createDatabase(
      dialect,
      `${TABLE} INSERT INTO items VALUES (5, 50); CREATE TABLE weights (id BIGINT NOT NULL PRIMARY KEY);`,
    )
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    await using gate = await openSession(dialect, database)
    await using other = await openSession(dialect, database)
    await gate.run('BEGIN')
    await gate.run('UPDATE items SET n = 51 WHERE id = 5')
    // PostgreSQL gives up who looks for a deadlock and finds it, MariaDB who has done less.
    if (dialect === 'postgres') await other.run("SET deadlock_timeout = '1h'")
    await other.run('BEGIN')
    await other.run(`INSERT INTO weights VALUES ${Array.from({ length: 500 }, (_, id) => `(${id})`).join()}`)
    await other.run('UPDATE items SET n = 21 WHERE id = 2')

    const answer = gateway.query(`mutation @transaction {
      add(id: 3, n: 30) { id }
      first: change(id: 1, n: 11) { n }
      held: change(id: 5, n: 52) { n }
      last: change(id: 2, n: 22) { n }
    }`)
    await untilWaiting(dialect, database, 'items', 1)
    const others = other.run('UPDATE items SET n = 12 WHERE id = 1').then(() => other.run('COMMIT'))
    await untilWaiting(dialect, database, 'items', 2)
    await gate.run('COMMIT')
    expect((await answer).body).toEqual({
      data: { add: { id: '3' }, first: { n: 11 }, held: { n: 52 }, last: { n: 22 } },
    })
    await others
    expect(await database.run(ITEMS)).toEqual([
      { id: 1, n: 11 },
      { id: 2, n: 22 },
      { id: 3, n: 30 },
      { id: 5, n: 52 },
    ])
    const sent = gateway.log.map(({ text }) => String(text).split(' ')[0])
    expect(sent.filter(word => word === 'insert')).toHaveLength(2)
    expect(sent.filter(word => word === 'update')).toHaveLength(6)
  })

  test('whose time is up is undone', async () => {
    await using database = await createDatabase(dialect, TABLE)
    const options = { schema: SCHEMA, environment: { DB_URL: database.url }, config: { requestTimeout: 1_500 } }
    await using gateway = await startTestGateway(options)
    await using other = await openSession(dialect, database)
    await other.run('BEGIN')
    await other.run('UPDATE items SET n = 21 WHERE id = 2')
    const { body } = await gateway.query(`mutation @transaction {
      add(id: 3, n: 30) { id } change(id: 2, n: 22) { n } remove(id: 1)
    }`)
    expect(body).toMatchObject({
      errors: [
        { ...ROLLED_BACK, path: ['add'] },
        { path: ['change'], extensions: { code: 'GATEWAY_TIMEOUT', reason: 'deadline' } },
        { ...ROLLED_BACK, path: ['remove'] },
      ],
      data: { add: null, change: null, remove: null },
    })
    await other.run('ROLLBACK')
    // Waits for the rows until the server has undone it.
    await other.run('INSERT INTO items VALUES (3, 30)')
    await other.run('DELETE FROM items WHERE id = 3')
    expect(await database.run(ITEMS)).toEqual(UNCHANGED)
  })

  test('whose client goes away is undone', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    await using other = await openSession(dialect, database)
    await other.run('BEGIN')
    await other.run('UPDATE items SET n = 21 WHERE id = 2')
    const leaving = new AbortController()
    const query = 'mutation @transaction { add(id: 3, n: 30) { id } change(id: 2, n: 22) { n } }'
    const answer = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    })
    await untilWaiting(dialect, database, 'items', 1)
    leaving.abort()
    await expect(answer).rejects.toThrow()
    const isGivenUp = () => gateway.log.some(({ text, err }) => String(text).startsWith('update') && err)
    while (!isGivenUp()) await setImmediate()
    await other.run('ROLLBACK')
    // Waits for the rows until the server has undone it.
    await other.run('INSERT INTO items VALUES (3, 30)')
    await other.run('DELETE FROM items WHERE id = 3')
    expect(await database.run(ITEMS)).toEqual(UNCHANGED)
  })

  test('whose connection breaks between two fields is undone', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using proxy = await startFaultProxy(database.url, cutOnce('delete from', 'after'))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: proxy.url } })
    const query = 'mutation @transaction { add(id: 3, n: 30) { id } remove(id: 1) last: change(id: 2, n: 22) { n } }'
    const retryable = { extensions: { ...ROLLED_BACK.extensions, retryable: true } }
    const { body } = await gateway.query(query)
    expect(body).toMatchObject({
      errors: [
        { ...ROLLED_BACK, ...retryable, path: ['add'] },
        { path: ['remove'], extensions: { reason: 'db_lost', retryable: true } },
        { ...ROLLED_BACK, ...retryable, path: ['last'] },
      ],
      data: { add: null, remove: null, last: null },
    })
    expect(await database.run(ITEMS)).toEqual(UNCHANGED)
    expect((await gateway.query(query)).body).toEqual({ data: { add: { id: '3' }, remove: true, last: { n: 22 } } })
  })

  test.for(['before', 'after'] as const)('whose connection breaks %s its COMMIT says that nobody knows', async when => {
    await using database = await createDatabase(dialect, TABLE)
    await using proxy = await startFaultProxy(database.url, cutOnce('COMMIT', when))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: proxy.url } })
    const { body } = await gateway.query('mutation @transaction { add(id: 3, n: 30) { id } remove(id: 1) }')
    expect(body).toMatchObject({
      errors: ['add', 'remove'].map(field => ({
        message: 'The database could not be reached; the outcome of the mutation is unknown.',
        path: [field],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'db_lost', retryable: false },
      })),
      data: { add: null, remove: null },
    })
    const done = [
      { id: 2, n: 20 },
      { id: 3, n: 30 },
    ]
    expect(await database.run(ITEMS)).toEqual(when === 'before' ? UNCHANGED : done)
    expect(gateway.log.filter(({ text }) => String(text).startsWith('insert'))).toHaveLength(1)
  })
})

test('A constraint that is held at the COMMIT undoes a transaction, and nobody knows by which field', async () => {
  await using database = await createDatabase(
    'postgres',
    `CREATE TABLE items (id BIGINT PRIMARY KEY, n INTEGER REFERENCES items (id) DEFERRABLE INITIALLY DEFERRED);`,
  )
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const fits = await gateway.query('mutation @transaction { a: add(id: 1, n: 2) { n } b: add(id: 2, n: 1) { n } }')
  expect(fits.body).toEqual({ data: { a: { n: 2 }, b: { n: 1 } } })
  const { body } = await gateway.query('mutation @transaction { a: add(id: 3, n: 1) { n } b: add(id: 4, n: 99) { n } }')
  expect(body).toMatchObject({
    errors: ['a', 'b'].map(field => ({
      message: 'One of the values refers to nothing that exists.',
      path: [field],
      extensions: { code: 'BAD_USER_INPUT' },
    })),
    data: { a: null, b: null },
  })
  expect(await database.run('SELECT count(*) AS n FROM items')).toEqual([{ n: 2 }])
})

test('A field whose table is not as the schema says fails the transaction it stands in, and no other', async () => {
  await using database = await createDatabase('mariadb', TABLE)
  await using way = await createFaultProxy(database.url)
  const schema = SCHEMA.replace(
    'type Mutation {',
    '$& wrong(id: ID!): Boolean @sql(type: "Item", insert: { id: "{$args.id}", missing: 1 })',
  )
  // Only what can't be reached at the start is checked later.
  await using gateway = await startTestGateway({ schema, environment: { DB_URL: way.url } })
  await way.start()
  const { body } = await gateway.query('mutation @transaction { add(id: 3, n: 30) { id } wrong(id: 4) }')
  expect(body).toMatchObject({
    errors: [
      { ...ROLLED_BACK, path: ['add'] },
      { path: ['wrong'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'db_error' } },
    ],
    data: { add: null, wrong: null },
  })
  const right = await gateway.query('mutation @transaction { add(id: 3, n: 30) { id } remove(id: 1) }')
  expect(right.body).toEqual({ data: { add: { id: '3' }, remove: true } })
})
