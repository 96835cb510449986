import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'

export type Side = 'client' | 'server'

/** One connection that leads through a proxy. */
export interface Link {
  /** Passes bytes of one side on to the other. */
  forward(said: Uint8Array, by: Side): void
  /** Lets time pass; less where the link breaks. */
  wait(milliseconds: number): Promise<void>
  /** Resolves once another fault, or none, has come, or the link breaks. */
  relief(): Promise<void>
  /** Ends both ways. */
  cut(): void
  /** Breaks both ways, for the client without a word of goodbye (RST). */
  reset(): void
  /** What befalls it from here on. */
  suffer(fault: Fault | undefined): void
}

/** Told of all that is said on a connection, each side's in its order, and decides what the other side hears of it. */
export type Judge = (said: Buffer, by: Side) => void | Promise<void>

/** Something that befalls a connection; each gets a judge of its own. */
export type Fault = (link: Link) => Judge

/** Joins two sockets; `onClose` comes once, when both are done. */
export function openLink(client: Socket, server: Socket, onClose: () => void): Link {
  const broken = new AbortController()
  let judge: Judge | undefined
  let relieve = Promise.withResolvers<void>()

  const link: Link = {
    forward(said, by) {
      const other = by === 'client' ? server : client
      if (!other.destroyed) other.write(said)
    },
    wait: milliseconds => setTimeout(milliseconds, undefined, { signal: broken.signal }).catch(() => {}),
    relief: () => relieve.promise,
    cut() {
      client.destroy()
      server.destroy()
    },
    reset() {
      // Node never closes a socket that is reset while it says goodbye.
      if (!client.writableEnded) client.resetAndDestroy()
      link.cut()
    },
    suffer(fault) {
      judge = fault?.(link)
      relieve.resolve()
      relieve = Promise.withResolvers()
    },
  }

  async function carry(from: Socket, by: Side) {
    for await (const said of from.iterator({ destroyOnReturn: false })) {
      if (judge) await judge(said, by)
      else link.forward(said, by)
    }
    const other = by === 'client' ? server : client
    other.end()
  }
  let open = 2
  for (const socket of [client, server]) {
    socket.on('error', () => {})
    socket.on('close', () => {
      broken.abort()
      relieve.resolve()
      link.cut()
      if (--open === 0) onClose()
    })
  }
  // A socket that breaks ends its own way; the other is ended by `close`.
  for (const [socket, side] of [
    [client, 'client'],
    [server, 'server'],
  ] as const)
    carry(socket, side).catch(() => link.cut())
  return link
}
