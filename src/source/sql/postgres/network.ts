import { isIP } from 'node:net'

/** Whether an address with a prefix is that of a network: nothing is set behind the prefix. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/')
  const version = isIP(address)
  if (version === 0) return false
  if (prefix === undefined) return true
  const bits = version === 4 ? bitsOf(address.split('.'), 10, 8) : bitsOf(groupsOf(address), 16, 16)
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits.length && !bits.slice(Number(prefix)).includes('1')
}

function bitsOf(parts: readonly string[], base: number, width: number): string {
  return parts.map(part => Number.parseInt(part, base).toString(2).padStart(width, '0')).join('')
}

/** The eight groups of an IPv6 address, which `::` may shorten. */
function groupsOf(address: string): readonly string[] {
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [head = '', tail] = plain.split('::')
  const [before, after] = [head, tail ?? ''].map(text => (text === '' ? [] : text.split(':')))
  if (tail === undefined) return before ?? []
  const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0)
  return [...(before ?? []), ...Array<string>(missing).fill('0'), ...(after ?? [])]
}
