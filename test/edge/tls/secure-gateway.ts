import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type Settings,
} from 'node:http2'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { Config } from '../../../src/config/config.ts'
import { type Authority, type CertificateFiles, createAuthority } from '../../support/certificates.ts'
import { startTestGateway, type TestGateway } from '../../support/gateway.ts'

export interface SecureGateway extends TestGateway {
  readonly authority: Authority
  /** The certificate of the authority, PEM. */
  readonly ca: string
  readonly files: CertificateFiles
}

export const NAMES = 'DNS:localhost,DNS:api.test,IP:127.0.0.1'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}", timeout: "30s", maxInFlight: 500 })
  type Query { item(id: ID!): String @http(GET: "/items/{$args.id}") }
`

/** A gateway that serves TLS by a certificate of an authority of its own, until the test is over. */
export async function startSecureGateway(api: string, config: Partial<Config> = {}): Promise<SecureGateway> {
  const stack = new AsyncDisposableStack()
  onTestFinished(() => stack.disposeAsync())
  const authority = stack.use(await createAuthority())
  const files = await authority.issue('localhost', NAMES)
  const gateway = stack.use(
    await startTestGateway({
      schema: SCHEMA,
      environment: { API: api },
      config: { tlsCert: files.cert, tlsKey: files.key, ...config },
    }),
  )
  return { ...gateway, authority, ca: await readFile(authority.ca.cert, 'utf8'), files }
}

/** A connection of HTTP/2 to it. */
export async function openSession({ url, ca }: SecureGateway, settings: Settings = {}): Promise<ClientHttp2Session> {
  const session = connect(url, { ca, settings })
  onTestFinished(() => session.destroy())
  session.on('error', () => undefined)
  await once(session, 'connect')
  return session
}

/** A connection of TLS, with the protocol that is agreed on. */
export async function openSocket({ url, ca }: SecureGateway, ALPNProtocols: string[]): Promise<TLSSocket> {
  const socket = connectTls({
    port: Number(new URL(url).port),
    host: '127.0.0.1',
    servername: 'localhost',
    ca,
    ALPNProtocols,
  })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  socket.on('error', () => undefined)
  return socket
}

export interface Http2Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** All that comes of a request. Rejects where its stream is reset. */
export function readStream(stream: ClientHttp2Stream): Promise<Http2Answer> {
  const chunks: Uint8Array[] = []
  let headers: IncomingHttpHeaders | undefined
  let isWhole = false
  stream.once('response', given => {
    headers = given
  })
  stream
    .on('data', chunk => chunks.push(chunk))
    .once('end', () => {
      isWhole = true
    })
  return new Promise((resolve, reject) => {
    stream.once('error', reject).once('close', () => {
      const { ':status': status, ...others } = Object.fromEntries(Object.entries(headers ?? {}))
      if (!headers || !isWhole) reject(new Error(`the stream was reset: ${stream.rstCode}`))
      else resolve({ status: Number(status), headers: others, body: Buffer.concat(chunks).toString() })
    })
  })
}

/** Sends a request. */
export function ask(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body?: string): Promise<Http2Answer> {
  const stream = session.request(headers, { endStream: body === undefined })
  if (body !== undefined) stream.end(body)
  return readStream(stream)
}

/** Asks GraphQL. */
export function query(session: ClientHttp2Session, document: string): Promise<Http2Answer> {
  const headers = { ':method': 'POST', ':path': '/graphql', 'content-type': 'application/json' }
  return ask(session, headers, JSON.stringify({ query: document }))
}
