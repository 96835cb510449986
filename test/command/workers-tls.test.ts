import { once } from 'node:events'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:http2'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { createAuthority } from '../support/certificates.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startSluice } from './sluice.ts'

const NAMES = 'DNS:localhost,IP:127.0.0.1'
const SCHEMA = `extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
type Query { a: Int @http(GET: "/a") }`

/** Whose certificate a new connection gets, and the protocol and the answer of a request on it. */
async function served(url: string, ca: string) {
  const session = connect(url, { ca })
  const stream = session.request({ ':path': '/graphql?query={__typename}' })
  let body = ''
  stream.setEncoding('utf8').on('data', chunk => {
    body += chunk
  })
  await once(stream, 'end')
  const socket = session.socket as TLSSocket
  const told = [socket.getPeerCertificate().subject.CN, socket.alpnProtocol, body]
  session.close()
  return told
}

test('Workers serve TLS and HTTP/2 at one port, exchange the certificate at SIGHUP, and end with SIGTERM', async () => {
  await using directory = await createTempDirectory()
  await using authority = await createAuthority()
  const ca = await readFile(authority.ca.cert, 'utf8')
  const [cert, key, schema] = ['cert.pem', 'key.pem', 'schema.graphql'].map(name => join(directory.path, name)) as [
    string,
    string,
    string,
  ]
  const put = async (name: string) => {
    const issued = await authority.issue(name, NAMES)
    await copyFile(issued.key, key)
    await copyFile(issued.cert, cert)
  }
  await put('first')
  await writeFile(schema, SCHEMA)
  const flags = ['--tls-cert', cert, '--tls-key', key, '--port', '0', '--workers', '2', '--log-level', 'info']
  await using sluice = startSluice(['start', schema, ...flags])
  const url = await sluice.said(/ at (https:\S+)\/graphql$/m)
  await sluice.logged(/(?:a worker serves.*){2}/s)
  const data = '{"data":{"__typename":"Query"}}'
  for (let round = 0; round < 4; round++) expect(await served(url, ca)).toEqual(['first', 'h2', data])
  await put('second')
  sluice.kill('SIGHUP')
  await sluice.logged(/(?:another certificate is served.*){2}/s)
  for (let round = 0; round < 4; round++) expect(await served(url, ca)).toEqual(['second', 'h2', data])
  sluice.kill('SIGTERM')
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null })
})

test('A certificate that can not be served with is one line, and exit code 1', async () => {
  await using directory = await createTempDirectory()
  const schema = join(directory.path, 'schema.graphql')
  await writeFile(schema, SCHEMA)
  await using sluice = startSluice([
    'start',
    schema,
    '--tls-cert',
    schema,
    '--tls-key',
    schema,
    '--workers',
    '2',
    '--port',
    '0',
  ])
  expect(await sluice.ending).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: `${schema} has no certificate that can be read: --tls-cert takes a PEM file that begins with -----BEGIN CERTIFICATE-----.\n`,
  })
})
