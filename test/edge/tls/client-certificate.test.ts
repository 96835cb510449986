import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { connect as connectHttp2 } from 'node:http2'
import { request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Config } from '../../../src/config/config.ts'
import { createConfig } from '../../../src/config/create-config.ts'
import { type Authority, type CertificateFiles, createAuthority, OPENSSL } from '../../support/certificates.ts'
import { findProgram } from '../../support/find-program.ts'
import { startTestGateway, type TestGateway } from '../../support/gateway.ts'
import { createTempDirectory } from '../../support/temp-directory.ts'
import { startUpstream } from '../../support/upstream.ts'
import { NAMES, query as queryHttp2 } from './secure-gateway.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" }) @clientCertificate(scopes: "dns")
  type Query {
    me: String @http(GET: "/{$jwt.sub}")
    all: String @http(GET: "/{$jwt.sub} {$jwt.subject} {$jwt.uri | json} {$jwt.dns | json} {$jwt.hash}")
    scoped: String @http(GET: "/x") @requiresScopes(scopes: [["reader.test"]])
    open: String @http(GET: "/open")
  }
`

interface Served {
  readonly gateway: TestGateway
  readonly authority: Authority
  /** What a client with this certificate is answered, by HTTP/1.1 and by HTTP/2; `refused` where it is not let in. */
  ask(client: CertificateFiles | undefined, query?: string): Promise<readonly [string, string]>
}

/** A gateway that knows clients of `authority` by their certificates, at `ca.pem` of a folder of its own. */
async function serve(
  config: Partial<Config> = {},
  schema = SCHEMA,
  environment: Readonly<Record<string, string>> = {},
): Promise<Served & { readonly ca: string }> {
  const stack = new AsyncDisposableStack()
  onTestFinished(() => stack.disposeAsync())
  const authority = stack.use(await createAuthority())
  const directory = stack.use(await createTempDirectory())
  const ca = join(directory.path, 'ca.pem')
  await copyFile(authority.ca.cert, ca)
  const upstream = stack.use(await startUpstream(({ url }) => ({ json: decodeURIComponent(url.slice(1)) })))
  const { cert: tlsCert, key: tlsKey } = await authority.issue('localhost', NAMES)
  const gateway = stack.use(
    await startTestGateway({
      schema,
      environment: { API_URL: upstream.url, ...environment },
      config: { tlsCert, tlsKey, tlsClientCa: ca, ...config },
    }),
  )
  const trusted = await readFile(authority.ca.cert, 'utf8')
  const ask: Served['ask'] = async (client, query = '{ me }') => {
    const own = client && { cert: await readFile(client.cert), key: await readFile(client.key) }
    return [
      await askHttp1(gateway.url, { ca: trusted, ...own }, query).catch(refused),
      await askHttp2(gateway.url, { ca: trusted, ...own }, query).catch(refused),
    ]
  }
  return { gateway, authority, ask, ca }
}

/** How a connection ends that is not let in is different by protocol, and by who is first to see it. */
const refused = () => 'refused'

interface Tls {
  readonly ca: string
  readonly cert?: Buffer
  readonly key?: Buffer
}

async function askHttp1(url: string, tls: Tls, query: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const sent = request(`${url}/graphql`, { ...tls, method: 'POST', headers, agent: false })
  sent.end(JSON.stringify({ query }))
  const [answer] = await once(sent, 'response')
  return said(await text(answer))
}

async function askHttp2(url: string, tls: Tls, query: string): Promise<string> {
  const session = connectHttp2(url, tls)
  onTestFinished(() => session.destroy())
  const failed = once(session, 'error').then(([error]) => Promise.reject(error))
  failed.catch(() => undefined)
  const { body } = await Promise.race([queryHttp2(session, query), failed])
  session.destroy()
  return said(body)
}

/** The one value of an answer, or the message of its first error. */
function said(body: string): string {
  const { data, errors } = JSON.parse(body)
  return errors ? errors[0].message : String(Object.values(data)[0])
}

const both = (each: string) => [each, each]

test('Only clients with a certificate of the authority are let in, and the certificate says who they are', async () => {
  const { authority, ask } = await serve()
  await using other = await createAuthority()
  expect(await ask(await authority.issue('ada', 'DNS:reader.test'))).toEqual(both('CN=ada'))
  expect(await ask(await authority.issue('bob', 'URI:spiffe://a.test/bob,URI:spiffe://a.test/x'))).toEqual(
    both('spiffe://a.test/bob'),
  )
  expect(await ask(undefined)).toEqual(both('refused'))
  expect(await ask(await other.issue('ada'))).toEqual(both('refused'))
  expect(await ask(await expired(authority))).toEqual(both('refused'))
})

test('Claims are those of the certificate by the words of a proxy, and scopes are read of them', async () => {
  const { authority, ask } = await serve()
  const reader = await authority.issue('ada', 'URI:spiffe://a.test/ada,DNS:reader.test,DNS:b.test')
  const { stdout } = await promisify(execFile)(await findProgram(OPENSSL), [
    ...['x509', '-in', reader.cert, '-noout', '-fingerprint', '-sha256'],
  ])
  const hash = stdout.trim().split('=')[1]?.replaceAll(':', '').toLowerCase()
  const all = 'spiffe://a.test/ada CN=ada ["spiffe://a.test/ada"] ["reader.test","b.test"]'
  const [told] = await ask(reader, '{ all }')
  expect([told, hash?.length]).toEqual([`${all} ${hash}`, 64])
  expect(await ask(reader, '{ scoped }')).toEqual(both('x'))
  expect((await ask(await authority.issue('bob', 'DNS:writer.test'), '{ scoped }'))[0]).toContain('needs the scope')
})

test('Where it is optional, who comes without one is nobody, and one that is not valid is refused all the same', async () => {
  const { authority, ask } = await serve({ tlsClientOptional: true })
  await using other = await createAuthority()
  expect(await ask(undefined, '{ open }')).toEqual(both('open'))
  expect((await ask(undefined))[0]).toContain('needs a user')
  expect(await ask(await authority.issue('ada'))).toEqual(both('CN=ada'))
  expect(await ask(await other.issue('ada'), '{ open }')).toEqual(both('refused'))
  expect(await ask(await expired(authority), '{ open }')).toEqual(both('refused'))
})

test('Certificates of a trusted proxy are its own: they say nothing of who asks', async () => {
  const { authority, ask } = await serve({ trustedProxies: ['127.0.0.1'] })
  const proxy = await authority.issue('proxy')
  expect(await ask(proxy, '{ open }')).toEqual(both('open'))
  expect((await ask(proxy))[0]).toContain('needs a user')
})

test('Another who says who the user is comes first', async () => {
  const keys = JSON.stringify([{ sha256: KEY_HASH, sub: 'program' }])
  const schema = SCHEMA.replace('@clientCertificate', '@apiKeys(keys: "{$env.KEYS}") @clientCertificate')
  const { gateway, authority } = await serve({}, schema, { KEYS: keys })
  const { cert, key } = await authority.issue('ada')
  const tls = { ca: await readFile(authority.ca.cert, 'utf8'), cert: await readFile(cert), key: await readFile(key) }
  const headers = { 'content-type': 'application/json', 'x-api-key': KEY }
  const sent = request(`${gateway.url}/graphql`, { ...tls, method: 'POST', headers, agent: false })
  sent.end('{"query":"{ me }"}')
  const [answer] = await once(sent, 'response')
  expect(said(await text(answer))).toBe('program')
})

const KEY = 'a-key-of-twenty-characters-and-more'
const KEY_HASH = '188a38f437b14adb3ad464d3128304b77f7d81b2507eec9709d1e58cb1622814'

test('Authorities are exchanged with their file, and one that can not be read changes nothing', async () => {
  const { gateway, authority, ask, ca } = await serve()
  await using next = await createAuthority()
  const [former, latter] = [await authority.issue('former'), await next.issue('latter')]
  await writeFile(ca, 'nothing')
  await gateway.reload()
  expect(await ask(former)).toEqual(both('CN=former'))
  await copyFile(next.ca.cert, ca)
  await gateway.reload()
  expect([await ask(former), await ask(latter)]).toEqual([both('refused'), both('CN=latter')])
})

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'A session of %s is not resumed with a certificate that has expired since, nor after its authority',
  async version => {
    const { gateway, authority, ca } = await serve()
    await using next = await createAuthority()
    onTestFinished(() => void vi.useRealTimers())
    const { cert, key } = await authority.issue('ada')
    const own = { ca: await readFile(authority.ca.cert, 'utf8'), cert: await readFile(cert), key: await readFile(key) }
    const port = Number(new URL(gateway.url).port)
    const tls = { ...own, host: 'localhost', port, minVersion: version, maxVersion: version }
    const { session } = await overTls(tls)
    expect(await overTls({ ...tls, session })).toMatchObject({ isResumed: true, status: 'HTTP/1.1 200 OK' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 86_400_000 })
    expect((await overTls({ ...tls, session })).status).toBe('')
    vi.useRealTimers()
    await copyFile(next.ca.cert, ca)
    await gateway.reload()
    expect(await overTls({ ...tls, session })).toMatchObject({ isResumed: false, status: '' })
  },
)

/** What a connection by itself comes to, which may resume a session; the status is empty where it is not let in. */
async function overTls(tls: ConnectionOptions) {
  const socket = connectTls(tls)
  onTestFinished(() => void socket.destroy())
  let session: Buffer | undefined
  let isResumed = false
  let answer = ''
  socket.on('session', each => {
    session = each
  })
  socket.on('secureConnect', () => {
    isResumed = socket.isSessionReused()
  })
  socket.on('data', chunk => {
    answer += chunk
  })
  // What is not let in may be told so by a reset.
  socket.on('error', () => undefined)
  socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  await new Promise(resolve => socket.once('close', resolve))
  return { session, isResumed, status: answer.split('\r\n')[0] }
}

test('What can not be is refused at the start', async () => {
  const start = (config: Partial<Config>) => serve(config).then(() => 'started', String)
  expect(await start({ tlsClientCa: '/nowhere.pem' })).toContain(
    "--tls-client-ca /nowhere.pem can't be read: there is no such file.",
  )
  expect(await start({ tlsClientCa: import.meta.filename })).toContain('has certificates that can not be read')
  expect(() => createConfig({ tlsClientCa: 'ca.pem' })).toThrow('takes tlsCert (--tls-cert) and tlsKey')
  expect(() => createConfig({ tlsClientOptional: true })).toThrow('by tlsClientCa (--tls-client-ca) only')
})

test('A directive without authorities is told in the log', async () => {
  const { gateway } = await serve({ tlsClientCa: undefined })
  expect(gateway.log.map(({ msg }) => msg)).toContainEqual(expect.stringContaining('@clientCertificate knows nobody'))
})

/** A certificate of the authority that has expired. */
async function expired({ ca }: Authority): Promise<CertificateFiles> {
  const openssl = await findProgram(OPENSSL)
  const directory = await createTempDirectory()
  onTestFinished(() => directory[Symbol.asyncDispose]())
  const [cert, key, csr] = ['cert', 'key', 'csr'].map(name => join(directory.path, name)) as [string, string, string]
  const run = (...args: string[]) => promisify(execFile)(openssl, args)
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key]
  await run('req', ...newKey, '-subj', '/CN=old', '-out', csr)
  await run('x509', '-req', '-in', csr, '-CA', ca.cert, '-CAkey', ca.key, '-days', '-1', '-out', cert)
  return { cert, key }
}
