import type { IncomingMessage, ServerResponse } from 'node:http'
import { Http2ServerRequest, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { Http2Response } from './http2-response.ts'

/**
 * A request of HTTP/2 (RFC 9113) and its answer, as the edge knows those of HTTP/1.1: the pseudo-header fields are the target and the host, a
 * name that comes twice is a list. `rawHeaders` are names and values by turns.
 */
export function http1Exchange(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  rawHeaders: readonly string[],
  socket: Socket,
): { readonly incoming: IncomingMessage; readonly response: ServerResponse & Http2Response } {
  const incoming = new Http2ServerRequest(stream, headers, {}, rawHeaders)
  Object.defineProperty(incoming, 'headers', { value: plainHeaders(rawHeaders) })
  // That of the stream can't be asked any more once the stream has ended.
  Object.defineProperty(incoming, 'socket', { value: socket })
  const response = new Http2Response(stream)
  Object.defineProperty(response, 'destroyed', { get: () => stream.destroyed })
  // One that is taken back is ended by Node before it is closed.
  Object.defineProperty(response, 'writableFinished', { get: () => stream.writableFinished && !stream.aborted })
  return { incoming: incoming as unknown as IncomingMessage, response: response as ServerResponse & Http2Response }
}

function plainHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null)
  let authority: string | undefined
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] as string
    const value = raw[at + 1] as string
    if (name === ':authority') authority = value
    if (name.startsWith(':')) continue
    // Cookies may come in crumbs (section 8.2.3).
    const between = name === 'cookie' ? '; ' : ', '
    headers[name] = name in headers ? headers[name] + between + value : value
  }
  // Another Host beside it is one too many (section 8.3.1).
  if (authority !== undefined && headers.host !== authority)
    headers.host = headers.host === undefined ? authority : `${authority}, ${headers.host}`
  return headers
}
