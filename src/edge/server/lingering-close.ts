import type { Socket } from 'node:net'

/** Bytes, and milliseconds, in which a client ends its side once its connection has been ended here. */
const DROPPED_BYTES = 16_777_216
const PATIENCE = 5_000

/**
 * Lets a connection of HTTP/1.1 end as RFC 9112, 9.6, has it: where the server closes, it ends its own side, and reads what still comes, which it drops, until the client
 * ends its side too. One that is closed on unread bytes is reset, and a reset overtakes the answer. Node asks for the end by `destroySoon`.
 */
export function closeLingering(socket: Socket): void {
  const destroySoon = socket.destroySoon
  const lingerOrDestroy = () => {
    if (socket.readableEnded || !socket.writable) destroySoon.call(socket)
    else linger(socket)
  }
  socket.destroySoon = lingerOrDestroy
}

function linger(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), PATIENCE)
  socket.once('close', () => clearTimeout(timer))
  const parsing = socket.listeners('data') as ((chunk: Uint8Array) => void)[]
  let dropped = 0
  // Node's parser reads no more once another reads.
  socket.on('data', chunk => {
    dropped += chunk.byteLength
    if (dropped > DROPPED_BYTES) socket.destroy()
  })
  for (const listener of parsing) socket.off('data', listener)
  socket.end()
  socket.resume()
}
