import { Agent, request } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'

/** What a client asks. */
export interface Request {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

/** A client of the gateway that keeps connections, and sees what comes on them. */
export interface Client extends Disposable {
  /** Resolves with the body of the one answer; rejects where there is none. */
  ask(asked: Request, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<string>
  /** How often bytes came that were no answer to anything. */
  readonly unasked: number
}

export function openClient(url: string): Client {
  const agent = new Agent({ keepAlive: true })
  const known = new WeakSet<Socket>()
  const waiting = new WeakSet<Socket>()
  let unasked = 0

  const watch = (socket: Socket) => {
    waiting.add(socket)
    if (known.has(socket)) return
    known.add(socket)
    socket.on('data', () => {
      if (!waiting.has(socket)) unasked++
    })
  }
  return {
    ask(body, headers, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      const bytes = Buffer.from(JSON.stringify(body))
      const options = {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': bytes.length, ...headers },
        ...(signal ? { signal } : {}),
      }
      const asked = request(`${url}/graphql`, options, response => {
        text(response).then(answer => {
          waiting.delete(response.socket)
          resolve(answer)
        }, reject)
      })
      asked.on('socket', watch)
      asked.on('error', reject)
      asked.end(bytes)
      return promise
    },
    get unasked() {
      return unasked
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}
