import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createSqlSource } from '../../../src/source/sql/sql-source.ts'
import { createAuthority } from '../../support/certificates.ts'
import { cutWhere } from '../../support/cut-where.ts'
import { startFaultProxy } from '../../support/fault-proxy.ts'
import { createMariaDatabase } from '../../support/mariadb.ts'
import { startPgBouncer } from '../../support/pgbouncer.ts'
import { createPostgresDatabase } from '../../support/postgres.ts'
import { untilRunning } from '../../support/running-statements.ts'
import { load, loadSlots, openSource, query, sqlBinding } from './support.ts'

const ITEMS = `
  CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, text VARCHAR(20));
  INSERT INTO items VALUES (1, 'a'), (2, 'b');
`
const ALL = { slots: [[{ id: 1 }, { id: 2 }]] }
/** Each ends long after the test has been given up. */
const OURS = 'SELECT pg_sleep(600) AS ours'
const THEIRS = 'SELECT pg_sleep(600) AS theirs'

/** Another client of the pooler. */
async function connect(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client(url)
  // Its statement ends with the database.
  client.on('error', () => undefined)
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

test('Behind a pooler late statements are ended on the server, those that wait for it too, and never one of another client', async () => {
  await using database = await createPostgresDatabase(ITEMS)
  await using pooler = await startPgBouncer('transaction')
  const url = pooler.over(database.url)
  await using other = await connect(url)
  await using source = await openSource(url, { poolSize: 3, connectTimeout: 20_000 })
  const theirs = other.query(THEIRS).catch((error: Error) => error)
  await untilRunning('postgres', database, THEIRS, 1)
  for (let round = 0; round < 10; round++) {
    const client = new AbortController()
    // One runs, and the others wait in the pooler: the second of its connections is theirs.
    const late = [1, 2, 3].map(() =>
      loadSlots(source, sqlBinding({ from: query(OURS) }), [[]], { signal: client.signal }),
    )
    await untilRunning('postgres', database, OURS, 1)
    client.abort()
    expect(await load(source, sqlBinding())).toMatchObject(ALL)
    await untilRunning('postgres', database, OURS, 0)
    await Promise.all(late)
  }
  await untilRunning('postgres', database, THEIRS, 1)
  await database.run(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query = '${THEIRS}'`)
  expect(await theirs).toMatchObject({ code: '57014' })
})

test('A statement that is given up as it is sent to a pooler hits none that follows', async () => {
  await using database = await createPostgresDatabase(ITEMS)
  await using pooler = await startPgBouncer('transaction')
  await using source = await openSource(pooler.over(database.url), { poolSize: 1 })
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
  for (let round = 0; round < 50; round++) {
    const client = new AbortController()
    // Half of them end by themselves at the same time.
    const given = round % 2 ? sqlBinding({ from: query(OURS) }) : sqlBinding()
    const late = loadSlots(source, given, [[]], { signal: client.signal })
    for (let turn = 0; turn < round % 7; turn++) await new Promise(setImmediate)
    client.abort()
    expect(await load(source, sqlBinding())).toMatchObject(ALL)
    await late
  }
  await untilRunning('postgres', database, OURS, 0)
})

test('Over TLS a pooler is told to end a statement over TLS', async () => {
  await using authority = await createAuthority()
  const { cert, key } = await authority.issue('pooler.test', 'IP:127.0.0.1')
  const text = (path: string) => readFile(path, 'utf8')
  await using database = await createPostgresDatabase(ITEMS)
  await using pooler = await startPgBouncer(
    'transaction',
    { client_tls_sslmode: 'require' },
    { client_tls_cert_file: await text(cert), client_tls_key_file: await text(key) },
  )
  let isPlain = false
  // SSLRequest comes first on every connection (PostgreSQL, Message Formats).
  await using way = await startFaultProxy(
    pooler.over(database.url),
    cutWhere(() => {
      let isFirst = true
      return (said, by) => {
        if (by === 'client' && isFirst) isPlain ||= said.readInt32BE(4) !== 80877103
        if (by === 'client') isFirst = false
        return true
      }
    }),
  )
  const tls = { ca: await text(authority.ca.cert) }
  await using source = await createSqlSource({ name: 'db', url: way.url, tls, timeout: 30_000, poolSize: 1 })
  const client = new AbortController()
  const late = loadSlots(source, sqlBinding({ from: query(OURS) }), [[]], { signal: client.signal })
  await untilRunning('postgres', database, OURS, 1)
  client.abort()
  await untilRunning('postgres', database, OURS, 0)
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
  await late
  expect({ connections: way.opened > 1, isPlain }).toEqual({ connections: true, isPlain: false })
})

test('A pooler that nothing tells from a server never has a statement taken for another one', async () => {
  await using database = await createPostgresDatabase(
    `${ITEMS} CREATE TABLE others (id BIGINT, text VARCHAR(20)); INSERT INTO others VALUES (7, 'of others');`,
  )
  await using pooler = await startPgBouncer('transaction', { default_pool_size: '1' })
  const url = pooler.over(database.url)
  await using other = await connect(url)
  const { rows } = await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const pid = Number(rows[0]?.pid)
  await using way = await startFaultProxy(
    url,
    cutWhere(() => (said, by) => {
      // BackendKeyData: the pooler's number becomes that of its one server connection.
      const at = by === 'server' ? said.indexOf(Buffer.from([0x4b, 0, 0, 0, 12])) : -1
      if (at !== -1) said.writeInt32BE(pid, at + 5)
      return true
    }),
  )
  // Each has one session, which is asked as much as the other one before it is asked for its table.
  await using first = await openSource(way.url, { poolSize: 1 })
  await using second = await openSource(way.url, { poolSize: 1 })
  const others = sqlBinding({ from: { kind: 'table', table: 'others' } })
  for (let round = 0; round < 20; round++) {
    if (round % 5 === 4) await other.query('DISCARD ALL')
    expect(await load(first, sqlBinding())).toMatchObject(ALL)
    expect(await load(second, others)).toMatchObject({ slots: [[{ id: 7 }]] })
  }
})

test('Behind a proxy that gives MySQL sessions numbers of its own, no statement is ended by a number', async () => {
  await using database = await createMariaDatabase(ITEMS)
  const said: string[] = []
  await using way = await startFaultProxy(
    database.url,
    cutWhere(() => {
      let isGreeting = true
      return (bytes, by) => {
        if (by === 'client') said.push(bytes.toString('latin1'))
        // The server's first packet: a header of 4 bytes, the protocol, its version up to a 0, and the session's number.
        if (by === 'server' && isGreeting) bytes.writeUInt32LE(4_000_000_000, bytes.indexOf(0, 5) + 1)
        if (by === 'server') isGreeting = false
        return true
      }
    }),
  )
  await using source = await openSource(way.url, { poolSize: 1 })
  const client = new AbortController()
  const late = loadSlots(source, sqlBinding({ from: query('SELECT SLEEP(600) AS ours') }), [[]], {
    signal: client.signal,
  })
  await untilRunning('mariadb', database, 'SELECT SLEEP', 1)
  client.abort()
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
  await late
  expect(said.filter(text => /kill/i.test(text))).toEqual([])
  // The proxy is told by the end of its connection.
  expect([way.opened, way.open]).toEqual([2, 1])
})
