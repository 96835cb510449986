import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { createTrust, plainAddress } from '../server/trusted-proxies.ts'

/** The address of the client that sends a request. */
export type AddressOf = (incoming: Pick<IncomingMessage, 'socket' | 'headers'>) => string

/** Most addresses of a header that are looked at, from its end. */
const MOST_HOPS = 20

/**
 * Of a request that comes from a trusted proxy, the address that the last of them has seen, by X-Forwarded-For or Forwarded (RFC 7239);
 * otherwise that of the connection. Of IPv6 the network of 64 bits, as one client has all of it.
 */
export function createAddressOf(trustedProxies: readonly string[]): AddressOf {
  const isTrusted = createTrust(trustedProxies)
  return ({ socket, headers }) => {
    const own = plainAddress(socket.remoteAddress ?? '')
    if (!isTrusted(own)) return networkOf(own)
    let last = own
    for (const hop of hopsOf(headers).slice(-MOST_HOPS).toReversed()) {
      const address = plainAddress(hop)
      // What can't be read was written by whom nobody knows.
      if (isIP(address) === 0) break
      last = address
      if (!isTrusted(address)) break
    }
    return networkOf(last)
  }
}

function hopsOf({ 'x-forwarded-for': list, forwarded }: IncomingMessage['headers']): readonly string[] {
  const said = [list ?? []].flat().join(',')
  if (said !== '') return said.split(',').map(each => each.trim())
  return (forwarded ?? '').split(',').map(each => /(?:^|;)\s*for\s*=\s*"?([^";]*)"?/i.exec(each)?.[1] ?? '')
}

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::')
  const parts = head === '' ? [] : head.split(':')
  const behind = tail === undefined || tail === '' ? [] : tail.split(':')
  const all = [...parts, ...Array.from({ length: Math.max(0, 8 - parts.length - behind.length) }, () => '0'), ...behind]
  return `${all
    .slice(0, 4)
    .map(part => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
