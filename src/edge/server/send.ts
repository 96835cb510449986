import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpAnswer } from './http-answer.ts'

/** Bytes of an unwanted request body that are read and dropped, so that the client is ready to read its answer. */
const DROPPED_BYTES = 16_777_216

/** Sends an answer; at once, even where the request's body is still coming. */
export function send({ status, headers, body }: HttpAnswer, incoming: IncomingMessage, response: ServerResponse): void {
  if (response.destroyed) return
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': bytes.byteLength })
  if (incoming.complete) return void response.end(bytes)
  // A connection that closes on unread bytes is reset, and a reset overtakes the answer. So the end, which may close it,
  // waits for the rest of the body, within limits: of size here, of time by the server's requestTimeout.
  response.write(bytes)
  let dropped = 0
  incoming.on('data', (chunk: Uint8Array) => {
    dropped += chunk.byteLength
    if (dropped > DROPPED_BYTES) incoming.destroy()
  })
  incoming.once('end', () => response.end())
  incoming.resume()
}
