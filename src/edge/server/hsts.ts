import { isLoopback } from './allowed-hosts.ts'

/** A year. */
const STRICT = { 'strict-transport-security': 'max-age=31536000' }
const NONE = {}

/**
 * What tells browsers to ask a host by TLS only from now on (RFC 6797): with TLS, for names other than those of the own machine, whose other
 * ports browsers would ask by TLS too.
 */
export function createHsts(isSecure: boolean): (host: string | undefined) => Readonly<Record<string, string>> {
  if (!isSecure) return () => NONE
  return (host = '') => (isLoopback(host) ? NONE : STRICT)
}
