import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttingProxy extends AsyncDisposable {
  /** The server's URL with the proxy's port. */
  readonly url: string
}

/**
 * A way to a database server that breaks, once, where a client says this: `before` the server hears it, or `after` it has
 * answered, which the client never sees.
 */
export async function createCuttingProxy(
  serverUrl: string,
  said: string,
  when: 'before' | 'after',
): Promise<CuttingProxy> {
  const target = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer(client => {
    const upstream = connect(Number(target.port), target.hostname)
    const cut = () => {
      client.destroy()
      upstream.destroy()
    }
    let cutting = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
    client.on('data', data => {
      if (!isCut && data.includes(said)) {
        isCut = true
        cutting = true
        if (when === 'before') return cut()
      }
      upstream.write(data)
    })
    upstream.on('data', data => (cutting ? cut() : client.write(data)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(serverUrl)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
