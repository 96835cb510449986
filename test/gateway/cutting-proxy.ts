import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttingProxy extends AsyncDisposable {
  /** The server's URL with the proxy's port. */
  readonly url: string
}

/** Asked of all that is said on one connection, in its order: whether it is passed on, or the connection breaks instead. */
type Judge = (said: Buffer, by: 'client' | 'server') => boolean

/**
 * A way to a database server that breaks, once, where a client says this: `before` the server hears it, or `after` it has
 * answered, which the client never sees.
 */
export function createCuttingProxy(serverUrl: string, said: string, when: 'before' | 'after'): Promise<CuttingProxy> {
  let isCut = false
  return createJudgingProxy(serverUrl, () => {
    let cutting = false
    return (data, by) => {
      if (by === 'server') return !cutting
      if (isCut || !data.includes(said)) return true
      isCut = true
      cutting = true
      return when === 'after'
    }
  })
}

/** A way to a database server on which each connection has a judge of its own. */
export async function createJudgingProxy(serverUrl: string, newJudge: () => Judge): Promise<CuttingProxy> {
  const target = new URL(serverUrl)
  const sockets = new Set<Socket>()
  const server = createServer(client => {
    const judge = newJudge()
    const upstream = connect(Number(target.port), target.hostname)
    const cut = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
    client.on('data', data => (judge(data, 'client') ? upstream.write(data) : cut()))
    upstream.on('data', data => (judge(data, 'server') ? client.write(data) : cut()))
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
