import { remembered } from '../../source/remembered.ts'

export interface HostOptions {
  /** The name or address that the gateway listens on. */
  readonly host: string
  /** Names without port that it answers for beside those of its own machine; `*` for all. */
  readonly allowedHosts: readonly string[]
}

/** What leads nowhere but to the own machine, also in a browser (RFC 6761, 6.3), with `localhost` names below it. */
const LOOPBACK = /^(?:(?:.+\.)?localhost|127\.[\d.]+|\[?::1\]?)$/i
const ADDRESS = /^(?:[\d.]+|\[.+\])$/

/** Whether a name or address, with a port or without, is of the own machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(withoutPort(host))
}

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '')
}

/**
 * Whether the gateway answers for the host of a request. On a loopback address it does for loopback names and those that are
 * allowed, so that no page whose name suddenly leads here (DNS rebinding) is of the same origin. Elsewhere it does for all, or for
 * addresses and those that are allowed. A request without a host comes from no browser.
 */
export function createHostRule({ host, allowedHosts }: HostOptions): (host: string | undefined) => boolean {
  const names = new Set(allowedHosts.map(name => name.toLowerCase()))
  const isLocal = LOOPBACK.test(host)
  if (names.has('*') || (names.size === 0 && !isLocal)) return () => true
  const isAllowed = remembered(of => {
    const name = withoutPort(of).toLowerCase()
    return name === '' || names.has(name) || LOOPBACK.test(name) || (!isLocal && ADDRESS.test(name))
  })
  return (of = '') => isAllowed(of)
}
