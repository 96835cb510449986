import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface HttpServer {
  readonly url: string
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
  /** Longer than proxies keep their idle connections, so that none is closed under a request. */
  keepAliveTimeout: 65_000,
}

/** Listens; `port` 0 takes a free port. Throws ListenError if the port can't be had. */
export async function startHttpServer(listener: RequestListener, host: string, port: number): Promise<HttpServer> {
  const underWay = new Set<ServerResponse>()
  const sockets = new Set<Socket>()
  const server = createServer(SERVER_OPTIONS, (incoming, response) => {
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
    // A request that came behind another one on its connection, before that was told to close.
    if (!server.listening) response.shouldKeepAlive = false
    listener(incoming, response)
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(port, host)
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    throw new ListenError(listenMessage(cause, host, port), { cause })
  })
  const address = server.address() as AddressInfo
  const hostname = address.family === 'IPv6' ? `[${address.address}]` : address.address

  return {
    url: `http://${hostname}:${address.port}`,
    async drain(patience) {
      const closed = once(server, 'close')
      server.close()
      for (const response of underWay) response.shouldKeepAlive = false
      // Node takes a connection that has not sent a request yet for a busy one.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
      const timer = setTimeout(() => server.closeAllConnections(), patience)
      await closed
      clearTimeout(timer)
    },
  }
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
