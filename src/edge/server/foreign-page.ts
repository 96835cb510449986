import type { IncomingHttpHeaders } from 'node:http'
import { isAllowedOrigin } from './allowed-origins.ts'

/**
 * Whether a page of another origin than `host` sent a request, and is none of `origins`: a browser says so by `Sec-Fetch-Site`
 * (Fetch Metadata), an older one by `Origin` only. What is no browser sends neither.
 */
export function isOfForeignPage(
  origins: readonly string[],
  host: string | undefined,
  { origin, 'sec-fetch-site': site }: IncomingHttpHeaders,
): boolean {
  if (isAllowedOrigin(origins, origin)) return false
  // A proxy in front may have changed the host, but not what the browser says of both.
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`
}
