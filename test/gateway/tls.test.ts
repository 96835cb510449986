import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkSchema } from '../../src/compose/check-schema.ts'
import { type Authority, type CertificateFiles, createAuthority } from '../support/certificates.ts'
import { startFaultProxy } from '../support/fault-proxy.ts'
import { freePort } from '../support/free-port.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { startMariaServer } from '../support/mariadb-server.ts'
import { startMysqlServer } from '../support/mysql-server.ts'
import { createPostgresDatabase } from '../support/postgres.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { testOn } from '../support/servers.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { SERVERS, type SecureKind, type SecureServer, startSecureServer } from './secure-server.ts'

const NAME = 'Ann of the marked text'
const WHOLE = { data: { users: [{ name: NAME }] } }

function failed(reason: 'tls' | 'db_lost') {
  const message =
    reason === 'tls' ? 'No secure connection to the database could be made.' : 'The database could not be reached.'
  const extensions = { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'db', reason, retryable: true }
  return { data: { users: null }, errors: [{ message, locations: expect.anything(), path: ['users'], extensions }] }
}

let authority: Authority
beforeAll(async () => {
  authority = await createAuthority()
})
afterAll(() => authority[Symbol.asyncDispose]())

/** A gateway on the database; `tls` is what stands in `tls: { … }`, and `{$env.X}` in it the environment. */
function serve(url: string, tls: string | undefined, environment: Readonly<Record<string, string>> = {}) {
  return startTestGateway({ schema: schemaOf(tls), environment: { DB_URL: url, ...environment } })
}

function schemaOf(tls: string | undefined): string {
  return `
    extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" ${tls === undefined ? '' : `, tls: { ${tls} }`} })
    type Query { users: [User!] @sql(orderBy: "id") }
    type User @sql(table: "users") { name: String! }
  `
}

async function ask({ query }: TestGateway): Promise<unknown> {
  return (await query('{ users { name } }')).body
}

async function askOnce(...[url, tls, environment]: Parameters<typeof serve>): Promise<unknown> {
  await using gateway = await serve(url, tls, environment)
  return await ask(gateway)
}

function changed(url: string, change: (url: URL) => void): string {
  const copy = new URL(url)
  change(copy)
  return copy.href
}

for (const kind of [...SERVERS, 'mysql'] as const) {
  const test = testOn(kind)
  test(`A server is reached with TLS, verified and encrypted (${kind})`, async () => {
    await using server = await startSecureServer(kind, authority)
    let seen = Buffer.alloc(0)
    await using way = await startFaultProxy(server.url, link => (said, by) => {
      seen = Buffer.concat([seen, said])
      link.forward(said, by)
    })
    const ca = `ca: "${authority.ca.cert}"`

    expect(await askOnce(way.url, ca)).toEqual(WHOLE)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.includes(NAME)).toBe(false)
    // The proxy does see what is not encrypted.
    expect(await askOnce(way.url, undefined)).toEqual(WHOLE)
    expect(seen.includes(NAME)).toBe(true)

    await verifiesTheServer(server)
    await showsItsCertificate(server)
    await boundsItsAnswers(server)
  })

  test(`A server without TLS is never used without it (${kind})`, async () => {
    await using server = await startWithoutTls(kind)
    const users = `CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(100)); INSERT INTO users VALUES (1, '${NAME}');`
    await using database =
      kind !== 'postgres'
        ? await createMariaDatabase(users, server.url)
        : await createPostgresDatabase(users, server.url)
    expect(await askOnce(database.url, undefined)).toEqual(WHOLE)
    expect(await askOnce(database.url, '')).toEqual(failed('tls'))
    expect(await askOnce(`${database.url}?sslmode=require`, undefined)).toEqual(failed('tls'))
  })
}

function startWithoutTls(kind: SecureKind) {
  if (kind === 'mysql') return startMysqlServer(['--tls-version='])
  return kind === 'mariadb' ? startMariaServer(['--skip-ssl']) : startPostgresServer()
}

/** By what is said inside of TLS. */
async function boundsItsAnswers({ url }: SecureServer): Promise<void> {
  const ca = `{ ca: "${authority.ca.cert}" }, maxResponseBytes`
  const whole = schemaOf(undefined).replace('{$env.DB_URL}"', `{$env.DB_URL}", tls: ${ca}: 1000`)
  for (const [schema, answer] of [
    [whole, WHOLE],
    [
      whole.replace('1000', String(NAME.length)),
      { data: { users: null }, errors: [{ extensions: { reason: 'too_large' } }] },
    ],
  ] as const) {
    await using gateway = await startTestGateway({ schema, environment: { DB_URL: url } })
    expect(await ask(gateway)).toMatchObject(answer)
  }
}

/** Of the host in the URL or of `servername`, and from an authority that is trusted. */
async function verifiesTheServer({ url }: SecureServer): Promise<void> {
  const localhost = changed(url, each => Object.assign(each, { hostname: 'localhost' }))
  const ca = 'ca: "{$env.CA}"'
  const environment = { CA: await readFile(authority.ca.cert, 'utf8') }
  expect(await askOnce(url, ca, environment)).toEqual(WHOLE)
  expect(await askOnce(localhost, ca, environment)).toEqual(failed('tls'))
  expect(await askOnce(localhost, `${ca}, servername: "db.test"`, environment)).toEqual(WHOLE)
  expect(await askOnce(url, `${ca}, servername: "127.0.0.9"`, environment)).toEqual(failed('tls'))
  expect(await askOnce(url, `${ca}, servername: "other.test"`, environment)).toEqual(failed('tls'))
  expect(await askOnce(`${url}?sslmode=disable`, undefined)).toEqual(WHOLE)

  await using other = await createAuthority()
  for (const tls of [`ca: "${other.ca.cert}"`, '', undefined]) {
    await using gateway = await serve(tls === undefined ? `${url}?sslmode=require` : url, tls)
    expect(await ask(gateway)).toEqual(failed('tls'))
    const lines = gateway.log.filter(({ msg }) => msg === 'the database can not be reached')
    const cause = { message: 'self-signed certificate in certificate chain' }
    expect(lines).toMatchObject([{ level: 40, source: 'db', err: { cause } }])
  }
}

async function showsItsCertificate({ certifiedUrl }: SecureServer): Promise<void> {
  await using other = await createAuthority()
  const ca = `ca: "${authority.ca.cert}"`
  const pair = ({ cert, key }: CertificateFiles) => `${ca}, cert: "${cert}", key: "${key}"`
  expect(await askOnce(certifiedUrl, pair(await authority.issue('certified')))).toEqual(WHOLE)
  expect(await askOnce(certifiedUrl, ca)).toEqual(failed('db_lost'))
  const { errors } = (await askOnce(certifiedUrl, pair(await other.issue('certified')))) as ReturnType<typeof failed>
  expect(['tls', 'db_lost']).toContain(errors[0]?.extensions.reason)
}

test('sluice check tells why a server is not reached securely', async () => {
  await using server = await startMariaServer(['--loose-skip-ssl'])
  await using database = await createMariaDatabase('', server.url)
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, schemaOf('servername: "db.test"'))
  const config = { schemaPath, environment: { DB_URL: database.url } }
  expect((await checkSchema(config)).map(({ message }) => message)).toEqual([
    'the database of the source "db" can not be reached securely: Server does not support secure connection.',
  ])
})

test('A key that is not that of the certificate, and one with a passphrase, are found before the start', async () => {
  const [one, two] = [await authority.issue('one'), await authority.issue('two')]
  const url = `mysql://127.0.0.1:${await freePort()}/app`
  await expect(serve(url, `cert: "${one.cert}", key: "${two.key}"`)).rejects.toThrow(
    'the key is not that of the certificate in "cert". Write the key that belongs to it.',
  )
  const swapped = serve(url, `cert: "${one.key}", key: "${one.cert}"`)
  await expect(swapped).rejects.toThrow('"cert" holds no certificate in PEM.')
  await expect(swapped).rejects.toThrow('"key" holds no private key without a passphrase in PEM.')
  // An environment without line breaks.
  const text = (await readFile(one.cert, 'utf8')).replaceAll('\n', '\\n')
  await using gateway = await serve(url, `cert: "{$env.CERT}", key: "${one.key}"`, { CERT: text })
  expect(await ask(gateway)).toMatchObject({ errors: [{ extensions: { reason: 'db_lost' } }] })
})
