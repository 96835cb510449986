/** Behind an origin: with any port, or none. */
const ANY_PORT = ':*'

/** Whether an origin (RFC 6454, 6.2) is one of `origins`, of which `http://localhost:*` stands for all ports of its host. */
export function isAllowedOrigin(origins: readonly string[], origin: string | undefined): boolean {
  if (origin === undefined) return false
  if (origins.includes(origin)) return true
  const host = origin.replace(/:\d+$/, '')
  return origins.some(each => each.endsWith(ANY_PORT) && each.slice(0, -ANY_PORT.length) === host)
}
