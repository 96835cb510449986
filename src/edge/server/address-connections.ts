import type { Server, Socket } from 'node:net'
import type { Log } from '../../observe/log.ts'
import { seldom } from '../../observe/seldom.ts'
import { createAddressOf } from '../rate/client-address.ts'
import { createTrust, plainAddress } from './trusted-proxies.ts'

export interface AddressOptions {
  /** Connections of one address at once; undefined for any. */
  readonly maxConnectionsPerAddress?: number | undefined
  /** Addresses and networks that have as many as they like, as they are of many clients. */
  readonly trustedProxies?: readonly string[] | undefined
  readonly log: Log
}

/** Closes each connection of a server beyond those that one address may have; of IPv6 one network of 64 bits. */
export function limitAddresses(
  server: Server,
  { maxConnectionsPerAddress: limit, trustedProxies = [], log }: AddressOptions,
): void {
  if (limit === undefined) return
  const isTrusted = createTrust(trustedProxies)
  const addressOf = createAddressOf([])
  const counts = new Map<string, number>()
  const tell = seldom((address: string) => log.warn({ address, limit }, 'an address has as many connections as it may'))
  server.on('connection', (socket: Socket) => {
    if (isTrusted(plainAddress(socket.remoteAddress ?? ''))) return
    const address = addressOf({ socket, headers: {} })
    const count = counts.get(address) ?? 0
    if (count >= limit) {
      tell(address)
      socket.destroy()
      return
    }
    counts.set(address, count + 1)
    socket.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1
      if (left > 0) counts.set(address, left)
      else counts.delete(address)
    })
  })
}
