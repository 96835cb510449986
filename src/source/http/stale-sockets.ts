import diagnostics from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'

type Connector = buildConnector.connector

/** What undici tells of every request that it writes. */
const SENDING = 'undici:client:sendHeaders'

export interface StaleSockets extends Disposable {
  readonly connect: Connector
  /**
   * Whether a request failed because its connection had been used before and broke before any byte of the answer: its
   * server had closed it for being idle while the request was on its way (RFC 9112, 9.3.1).
   */
  isStale(error: unknown): boolean
}

/** Watches the connections that a connector makes. */
export function watchStaleSockets(connect: Connector): StaleSockets {
  /** How many requests a connection has carried, and the bytes that it had answered before the last of them. */
  const uses = new WeakMap<Socket, { count: number; bytesRead: number }>()
  const stale = new WeakSet<object>()

  const onSending = (message: unknown) => {
    const { socket } = message as { readonly socket: Socket }
    const use = uses.get(socket)
    if (!use) return
    use.count += 1
    use.bytesRead = socket.bytesRead
  }
  const watch = (socket: Socket) => {
    uses.set(socket, { count: 0, bytesRead: 0 })
    socket.on('error', error => {
      const use = uses.get(socket)
      if (use && use.count > 1 && use.bytesRead === socket.bytesRead) stale.add(error)
    })
  }
  diagnostics.subscribe(SENDING, onSending)
  return {
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        if (error) callback(error, null)
        else {
          watch(socket)
          callback(null, socket)
        }
      }),
    isStale: error => typeof error === 'object' && error !== null && stale.has(error),
    [Symbol.dispose]: () => diagnostics.unsubscribe(SENDING, onSending),
  }
}
