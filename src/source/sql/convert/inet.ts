import { isIP } from 'node:net'

const ADDRESS = /^([^/%]+?)(?:\/(\d{1,3}))?$/

/** An IP address, or a network with the length of its prefix; an IPv6 address in its one shortest text (RFC 5952). */
export function convertInet(value: unknown): string | undefined {
  const [, address = '', prefix] = (typeof value === 'string' && ADDRESS.exec(value)) || []
  const version = isIP(address)
  if (version === 0) return undefined
  const bits = version === 4 ? 32 : 128
  if (prefix !== undefined && Number(prefix) > bits) return undefined
  const text = version === 4 ? address : new URL(`http://[${address}]/`).hostname.slice(1, -1)
  return prefix === undefined || Number(prefix) === bits ? text : `${text}/${Number(prefix)}`
}
