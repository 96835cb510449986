import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** The answer to a GET by its URL; undefined where there is nothing (404). */
export type Route = (url: URL) => unknown

/** What an API was asked so far. */
interface Calls {
  total: number
  /** Those without `Authorization`. */
  anonymous: number
}

export interface JsonApi {
  readonly port: number
  readonly calls: Calls
  /** Milliseconds before each answer; those that it always takes come on top. */
  delay: number
}

const KEPT_ANSWERS = 5_000
const END_OF_HEAD = '\r\n\r\n'

/**
 * A JSON API that costs little beside what is measured: GETs over keep-alive connections on bare sockets, each answer made
 * once for its URL. `routes` are by path; `slowness` is what each answer takes, in milliseconds.
 */
export async function startJsonApi(routes: Readonly<Record<string, Route>>, slowness = 0): Promise<JsonApi> {
  const answers = new Map<string, Buffer>()
  const calls = { total: 0, anonymous: 0 }

  const answerTo = (target: string): Buffer => {
    const kept = answers.get(target)
    if (kept) return kept
    const url = new URL(target, 'http://upstream')
    const made = response(routes[url.pathname]?.(url))
    if (answers.size < KEPT_ANSWERS) answers.set(target, made)
    return made
  }
  const answerHead = (socket: Socket, head: string) => {
    const target = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/1.1'))
    calls.total++
    if (!/\r\nauthorization: /i.test(head)) calls.anonymous++
    const answer = answerTo(target)
    const wait = api.delay + slowness
    if (wait > 0) setTimeout(() => socket.writable && socket.write(answer), wait)
    else socket.write(answer)
  }
  const server = createServer({ noDelay: true }, socket => {
    let rest = ''
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString('latin1')
      for (let end = rest.indexOf(END_OF_HEAD); end >= 0; end = rest.indexOf(END_OF_HEAD)) {
        answerHead(socket, rest.slice(0, end))
        rest = rest.slice(end + END_OF_HEAD.length)
      }
    })
    socket.on('error', () => socket.destroy())
  })
  await once(server.listen(0, '127.0.0.1', 4_096), 'listening')
  const api: JsonApi = { port: (server.address() as AddressInfo).port, calls, delay: 0 }
  return api
}

function response(value: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(value ?? { message: 'not found' }))
  const status = value === undefined ? '404 Not Found' : '200 OK'
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body])
}
