import { BlockList, isIP } from 'node:net'

/** Whether an address is that of a proxy whose word is taken: of where a request comes from, and of who the user is. */
export type Trust = (address: string) => boolean

/** Of addresses and networks. */
export function createTrust(trustedProxies: readonly string[]): Trust {
  if (trustedProxies.length === 0) return () => false
  const trusted = new BlockList()
  for (const each of trustedProxies) {
    const [address = '', bits] = each.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  return address => isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Without brackets and port; an IPv4 address that is mapped into IPv6 as such. */
export function plainAddress(text: string): string {
  const [, bracketed, dotted] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+)(?::\d+)?$/.exec(text) ?? []
  const address = bracketed ?? dotted ?? text
  return /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address
}
