import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type AddressOptions, limitAddresses } from './address-connections.ts'
import { type Answer, ClientConnections } from './client-connections.ts'
import { Http2Connections } from './http2-connections.ts'
import { closeLingering } from './lingering-close.ts'
import type { Listener } from './listener.ts'
import type { Certificate } from './tls/certificate.ts'
import { createSecureListener, type SecureListener } from './tls/secure-listener.ts'

export interface ServerOptions extends AddressOptions {
  /** The address or name to listen on. */
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** Client connections at once; a few more are told so, others are closed. */
  readonly maxConnections: number
  /** How long a client may take nothing of its answer, in milliseconds. */
  readonly writeTimeout: number
  /** What TLS is served with; without one clients come without TLS. */
  readonly certificate?: Certificate | undefined
}

/** Connections beyond the limit that are told so before they are closed. */
const SURPLUS = 100

export interface HttpServer {
  readonly url: string
  /** Connections that begin from now on are served with another certificate. */
  serveWith(certificate: Certificate): void
  /** Takes no new connections and resolves once every request is answered, or after `patience` milliseconds. */
  drain(patience: number): Promise<void>
}

/** The gateway can't listen where it should; `message` says where, why and what to do. */
class ListenError extends Error {
  override readonly name = 'ListenError'
}

const SERVER_OPTIONS = {
  /** Two headers where one belongs are seen as such; of some Node would take the first, and the proxy in front the last. */
  joinDuplicateHeaders: true,
  /** How long a client may take to send its headers, and its whole request, in milliseconds. */
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  /** How often both are looked at. */
  connectionsCheckingInterval: 1_000,
  /** Longer than proxies keep their idle connections, so that none is closed under a request. */
  keepAliveTimeout: 65_000,
}

/** Listens, by TLS too where there is a certificate. Throws ListenError if the port can't be had. */
export async function startHttpServer(answer: Answer, options: ServerOptions): Promise<HttpServer> {
  const { host, port, maxConnections, writeTimeout, log, certificate } = options
  const connections = new ClientConnections(answer, maxConnections, log)
  const http1 = createHttp1Server(connections, writeTimeout)
  const secure = certificate && listenSecurely(certificate, answer, options, http1, connections)
  const listener = secure ?? plainListener(http1)
  const { server } = listener
  server.maxConnections = maxConnections + SURPLUS
  limitAddresses(server, options)
  server.listen(port, host)
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    throw new ListenError(listenMessage(cause, host, port), { cause })
  })
  const address = server.address() as AddressInfo
  const hostname = address.family === 'IPv6' ? `[${address.address}]` : address.address

  return {
    url: `${secure ? 'https' : 'http'}://${hostname}:${address.port}`,
    serveWith: next => secure?.serveWith(next),
    async drain(patience) {
      const closed = once(server, 'close')
      listener.close()
      connections.close()
      const timer = setTimeout(() => listener.destroy(), patience)
      await closed
      clearTimeout(timer)
    },
  }
}

function createHttp1Server(connections: ClientConnections, writeTimeout: number): Server {
  const take: RequestListener = (incoming, response) => connections.take(incoming, response)
  // Who reads a body asks for it (Expect: 100-continue), and nobody else does.
  const server = createServer(SERVER_OPTIONS, take).on('checkContinue', take)
  // A client may end its side once it has asked. Node has had this since its beginnings, without a word in its docs.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('connection', socket => {
    connections.add(socket)
    closeLingering(socket)
  })
  server.on('clientError', (error, socket) => connections.refuse(socket as Socket, error))
  // One timer a socket, which begins again whenever something moves.
  server.setTimeout(writeTimeout, socket => connections.onStandstill(socket))
  return server
}

function plainListener(server: Server): Listener {
  return { server, close: () => server.close(), destroy: () => server.closeAllConnections() }
}

function listenSecurely(
  certificate: Certificate,
  answer: Answer,
  { writeTimeout, log }: ServerOptions,
  http1: Server,
  connections: ClientConnections,
): SecureListener {
  const http2 = new Http2Connections(answer, { ...SERVER_OPTIONS, writeTimeout }, log)
  return createSecureListener({ certificate, http1, http2, count: socket => connections.add(socket), log })
}

function listenMessage({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const place = `${host}:${port}`
  if (code === 'EADDRINUSE')
    return `${place} is taken by another process. Choose another port: --port 0 takes a free one.`
  if (code === 'EACCES')
    return `${place} needs rights that this process does not have. Choose a port above 1023: --port`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine has no address ${host}. Choose another: --host`
  return `The gateway can't listen on ${place}: ${message}.`
}
