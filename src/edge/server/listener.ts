import type { Server } from 'node:net'

/** What listens for clients. */
export interface Listener {
  readonly server: Server
  /** Takes no new connections, and ends those that have nothing to answer. */
  close(): void
  /** Ends all connections. */
  destroy(): void
}
