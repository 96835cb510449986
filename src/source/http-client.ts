import type { CallClient } from './call-record.ts'
import { hostOf } from './host-of.ts'

/** What makes the calls of an API at `origin`. */
export function httpClient(origin: string): CallClient {
  const url = new URL(origin)
  const usual = url.protocol === 'https:' ? 443 : 80
  return { convention: 'http.client', address: hostOf(url), port: url.port === '' ? usual : Number(url.port) }
}
