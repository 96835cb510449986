import type { IncomingMessage } from 'node:http'
import { type Refusal, refuse } from './refusal.ts'

/** Reads a request body in UTF-8 of up to `limit` bytes, whatever length it says it has. The promise never rejects. */
export async function readRequestText(incoming: IncomingMessage, limit: number): Promise<string | Refusal> {
  const bytes = Number(incoming.headers['content-length']) > limit ? 'too large' : await readBytes(incoming, limit)
  if (bytes === 'too large')
    return refuse(413, `The request body is larger than ${limit} bytes.`, { connection: 'close' })
  // Nobody reads this answer: the client has gone.
  if (bytes === 'broken off') return refuse(400, 'The request body broke off.')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse(400, 'The request body is no valid UTF-8.')
  }
}

/** By events, because an iteration that ends early destroys the connection that the answer must take. */
function readBytes(incoming: IncomingMessage, limit: number): Promise<Uint8Array | 'too large' | 'broken off'> {
  return new Promise(resolve => {
    const chunks: Uint8Array[] = []
    let size = 0
    const onData = (chunk: Uint8Array) => {
      size += chunk.byteLength
      if (size <= limit) return void chunks.push(chunk)
      incoming.off('data', onData).pause()
      resolve('too large')
    }
    incoming.on('data', onData)
    incoming.once('end', () => resolve(Buffer.concat(chunks)))
    incoming.once('close', () => resolve('broken off'))
    // Followed by `close`; without a listener it would end the process.
    incoming.once('error', () => {})
  })
}
