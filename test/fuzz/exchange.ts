import { connect } from 'node:net'

/** Milliseconds: longer than any request of the gateway may take, however busy the machine is. */
const PATIENCE = 60_000

export interface Exchanged {
  /** All that came back until the connection was closed. */
  readonly bytes: Buffer
  /** How it was closed, where that was no good end: a code of Node, or `silence`. */
  readonly broken: string | undefined
}

/** Sends bytes on a connection of their own, ends that side, and reads until the other side does. */
export function exchange(url: string, bytes: Buffer): Promise<Exchanged> {
  const { hostname, port } = new URL(url)
  const { promise, resolve } = Promise.withResolvers<Exchanged>()
  const chunks: Buffer[] = []
  let broken: string | undefined
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true }, () => socket.end(bytes))
  const timer = setTimeout(() => {
    broken = 'silence'
    socket.destroy()
  }, PATIENCE)
  socket.on('data', chunk => chunks.push(chunk))
  socket.on('error', (error: NodeJS.ErrnoException) => {
    broken = error.code ?? error.message
  })
  socket.on('close', () => {
    clearTimeout(timer)
    resolve({ bytes: Buffer.concat(chunks), broken })
  })
  return promise
}
