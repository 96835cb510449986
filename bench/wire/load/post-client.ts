import { Pool } from 'undici'
import type { Sharing } from './load.ts'

export interface PostAnswer {
  readonly status: number
  readonly body: Buffer
}

/** The longest that an answer may take, in milliseconds. */
const TIMEOUT = 60_000

/** Posts JSON over keep-alive connections, one request on each at a time. */
export class PostClient implements AsyncDisposable {
  readonly #pool: Pool
  readonly #path: string
  readonly #sharing: Sharing
  #sent = 0

  constructor(url: string, sharing: Sharing, connections: number) {
    const { origin, pathname } = new URL(url)
    this.#pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: TIMEOUT, bodyTimeout: TIMEOUT })
    this.#path = pathname
    this.#sharing = sharing
  }

  async post(text: string): Promise<PostAnswer> {
    const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' }
    if (this.#sharing === 'unshared') headers.authorization = `Bearer ${process.pid}-${++this.#sent}`
    const { statusCode, body } = await this.#pool.request({ method: 'POST', path: this.#path, headers, body: text })
    return { status: statusCode, body: Buffer.from(await body.arrayBuffer()) }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool.close()
  }
}
