import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { Log } from '../../../observe/log.ts'
import type { Http2Connections } from '../http2-connections.ts'
import type { Listener } from '../listener.ts'
import type { Certificate } from './certificate.ts'

/** How long a client may take to agree on TLS, in milliseconds. */
const HANDSHAKE_TIMEOUT = 10_000

/** What is spoken behind TLS, the one that is preferred first (ALPN, RFC 7301). */
const PROTOCOLS = ['h2', 'http/1.1']

export interface SecureOptions {
  readonly certificate: Certificate
  /** Takes connections of HTTP/1.1; it does not listen by itself. */
  readonly http1: Server
  readonly http2: Http2Connections
  /** Counts a connection; whether it is one beyond the limit. */
  readonly count: (socket: Socket) => boolean
  readonly log: Log
}

export interface SecureListener extends Listener {
  /** Connections that begin from now on are served with another certificate. */
  serveWith(certificate: Certificate): void
}

/** Listens for TLS 1.2 and 1.3, and gives each connection to those who speak its protocol. */
export function createSecureListener({ certificate, http1, http2, count, log }: SecureOptions): SecureListener {
  const { cert, key, clients } = certificate
  // A client may end its side once it has asked, as without TLS.
  const options = {
    ...{ cert, key, ca: clients?.ca, requestCert: clients !== undefined, rejectUnauthorized: false },
    ...{ ALPNProtocols: PROTOCOLS, handshakeTimeout: HANDSHAKE_TIMEOUT, allowHalfOpen: true },
  }
  const isLetIn = (socket: TLSSocket) => {
    if (!clients) return true
    const shown = socket.getPeerX509Certificate()
    if (!shown) return clients.areOptional
    // A session that is resumed is taken for as valid as when it began.
    return socket.authorized && Date.now() <= shown.validToDate.getTime()
  }
  const open = new Set<Socket>()
  let isClosing = false
  const server = createServer(options, (socket: TLSSocket) => {
    if (isClosing) socket.destroy()
    else if (!isLetIn(socket)) {
      log.debug({ why: socket.authorizationError }, 'a client has shown no certificate that is valid')
      socket.destroy()
    } else if (socket.alpnProtocol === 'h2') http2.add(socket, count(socket))
    else http1.emit('connection', socket)
  })
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('tlsClientError', (err, socket) => {
    log.debug({ err }, 'a client could not agree on TLS')
    socket.destroy()
  })
  // What looks after slow requests begins where a server listens.
  http1.emit('listening')
  return {
    server,
    serveWith: ({ cert, key, clients }) => server.setSecureContext({ cert, key, ca: clients?.ca }),
    close() {
      isClosing = true
      server.close()
      http1.close()
      http2.close()
    },
    destroy() {
      for (const socket of open) socket.destroy()
    },
  }
}
