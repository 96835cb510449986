import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './free-port.ts'

/** A way to a server that can be cut: for its clients the server is down, while everybody else still has it. */
export interface TcpProxy extends AsyncDisposable {
  /** The server's URL with the proxy's port, the same after a restart. */
  readonly url: string
  /** How many connections it has taken so far. */
  readonly opened: number
  /** Breaks the next connection before the server hears of it. */
  refuseNext(): void
  /** Leads the next connections to another server. */
  redirect(serverUrl: string): void
  /** Breaks all connections and refuses new ones. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** A proxy on loopback to the server at the URL; it is down until it is started. `onData` is told of all bytes, both ways. */
export async function createTcpProxy(serverUrl: string, onData?: (bytes: Buffer) => void): Promise<TcpProxy> {
  let target = new URL(serverUrl)
  const url = new URL(serverUrl)
  url.port = String(await freePort())
  const sockets = new Set<Socket>()

  const track = (socket: Socket, other: () => Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      other().destroy()
    })
  }
  let opened = 0
  let isRefusing = false
  const server = createServer(client => {
    if (isRefusing) {
      isRefusing = false
      client.destroy()
      return
    }
    opened++
    const upstream = connect(Number(target.port), target.hostname)
    track(client, () => upstream)
    track(upstream, () => client)
    if (onData) for (const socket of [client, upstream]) socket.on('data', onData)
    client.pipe(upstream).pipe(client)
  })
  const stop = async () => {
    if (!server.listening) return
    const close = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await close
  }
  return {
    url: url.href,
    get opened() {
      return opened
    },
    refuseNext() {
      isRefusing = true
    },
    redirect(serverUrl) {
      target = new URL(serverUrl)
    },
    stop,
    async start() {
      server.listen(Number(url.port), '127.0.0.1')
      await once(server, 'listening')
    },
    [Symbol.asyncDispose]: stop,
  }
}
