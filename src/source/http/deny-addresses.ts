import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { buildConnector } from 'undici'

/** An address that a source must not be connected to. */
export class AddressDenied extends Error {
  override readonly name = 'AddressDenied'

  constructor(address: string) {
    super(`the address ${address} is denied`)
  }
}

/**
 * Looks a name up, and fails where one of its addresses is denied. The socket connects to what this answers, and to
 * nothing that the name may mean a moment later.
 */
export function denyingLookup(
  isDenied: (address: string) => boolean,
  lookup: typeof systemLookup = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const denied = addresses?.find(({ address }) => isDenied(address))
      if (error) callback(error, '')
      else if (denied) callback(new AddressDenied(denied.address), '')
      else if (options.all) callback(null, addresses)
      else {
        const [first] = addresses as [LookupAddress]
        callback(null, first.address, first.family)
      }
    })
  }
}

/** Refuses a host that is a denied address itself: such a one is never looked up. */
export function denyAddresses(
  connect: buildConnector.connector,
  isDenied: (address: string) => boolean,
): buildConnector.connector {
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && isDenied(host)) queueMicrotask(() => callback(new AddressDenied(host), null))
    else connect(options, callback)
  }
}
