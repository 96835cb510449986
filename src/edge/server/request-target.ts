import type { IncomingMessage } from 'node:http'

/** What a request is for, byte by byte as it was sent: a path with `..` or `%2e` is a path of its own, and leads nowhere. */
export interface RequestTarget {
  /** Name or address, and port if said: that of the target, else the Host header's; undefined or empty where there is none. */
  readonly host: string | undefined
  readonly path: string
  /** With its question mark; empty without a query. */
  readonly search: string
}

const ORIGIN_FORM = /^(\/[^?]*)(.*)$/s
const ABSOLUTE_FORM = /^https?:\/\/([^/?]+)([^?]*)(.*)$/is
/** `uri-host [ ":" port ]` (RFC 9112, 3.2), without the comma that stands between two Host headers. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.~%!$&'()*+;=-]*)(?::\d*)?$/i

/** Reads the origin or the absolute form of a request's target (RFC 9112, 3.2); undefined for what is neither, or a wrong host. */
export function readTarget({ url = '', headers }: IncomingMessage): RequestTarget | undefined {
  if (headers.host !== undefined && !HOST.test(headers.host)) return undefined
  const [, path, search = ''] = ORIGIN_FORM.exec(url) ?? []
  if (path !== undefined) return { host: headers.host, path, search }
  // It comes from a proxy, and its host counts, whatever the Host header says.
  const [, host = '@', rest, query = ''] = ABSOLUTE_FORM.exec(url) ?? []
  return HOST.test(host) ? { host, path: rest || '/', search: query } : undefined
}
