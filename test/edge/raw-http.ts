import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

export interface RawAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Sends bytes that no HTTP client would send, and reads all that comes back until the server closes. */
export async function sendRaw(url: string, bytes: string | Uint8Array): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(bytes)
  return readAnswer(await text(socket))
}

/** A request as text, its connection to be closed after the answer. */
export function rawRequest(line: string, headers: readonly string[] = [], body = '', version = '1.1'): string {
  return [`${line} HTTP/${version}`, 'connection: close', ...headers, '', body].join('\r\n')
}

function readAnswer(bytes: string): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n')
  const [line = '', ...headers] = bytes.slice(0, end).split('\r\n')
  return {
    status: Number(line.split(' ')[1]),
    headers: Object.fromEntries(
      headers.map(each => {
        const colon = each.indexOf(':')
        return [each.slice(0, colon).toLowerCase(), each.slice(colon + 1).trim()]
      }),
    ),
    body: bytes.slice(end + 4),
  }
}
