import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HttpServer {
  readonly url: string
  /** Takes no new connections and resolves once every request is answered, or after `patience` milliseconds. */
  drain(patience: number): Promise<void>
}

/** Listens; `port` 0 takes a free port. Rejects with the reason if the port can't be had. */
export async function startHttpServer(listener: RequestListener, host: string, port: number): Promise<HttpServer> {
  let draining = false
  const server = createServer((request, response) => {
    if (draining) response.setHeader('connection', 'close')
    listener(request, response)
  })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  const hostname = address.family === 'IPv6' ? `[${address.address}]` : address.address

  return {
    url: `http://${hostname}:${address.port}`,
    async drain(patience) {
      draining = true
      const closed = once(server, 'close')
      server.close()
      const timer = setTimeout(() => server.closeAllConnections(), patience)
      await closed
      clearTimeout(timer)
    },
  }
}
