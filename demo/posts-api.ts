import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { type ApiAnswer, type ApiRequest, createRoutes } from './posts-routes.ts'

export interface PostsApiOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** 127.0.0.1 unless said. */
  readonly host?: string
  /** Sees each request before it is answered; the answer waits for the promise that it returns. */
  readonly onRequest?: (request: ApiRequest) => void | Promise<void>
}

export interface PostsApi extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string
}

/** Largest request body, in bytes. */
const BODY_LIMIT = 1024 * 1024

/**
 * A JSON API of posts, comments and users in the shape of jsonplaceholder; what is written is kept in memory. Rejects
 * with the error of `listen` if the port can't be had. Disposal drops open connections.
 */
export async function startPostsApi(options: PostsApiOptions = {}): Promise<PostsApi> {
  const route = createRoutes()
  const server = createServer((incoming, response) => {
    // A client that goes away while it sends is no failure of ours, and there is nobody left to tell.
    answer(incoming).then(
      result => send(response, result),
      () => incoming.destroy(),
    )
  })

  async function answer(incoming: IncomingMessage): Promise<ApiAnswer> {
    const body = await readBody(incoming)
    if (body === undefined) return { status: 413, body: { error: `the body has more than ${BODY_LIMIT} bytes` } }
    const request = { method: incoming.method ?? 'GET', target: incoming.url ?? '/', body }
    await options.onRequest?.(request)
    return route(request)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const { address, family, port } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Undefined if the body is too large; the rest of it is read and dropped, as a reset would hide the answer. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= BODY_LIMIT) chunks.push(chunk)
  }
  return size <= BODY_LIMIT ? Buffer.concat(chunks).toString('utf8') : undefined
}

/** Node itself leaves out the body of an answer to HEAD. */
function send(response: ServerResponse, answer: ApiAnswer): void {
  const body = Buffer.from(JSON.stringify(answer.body))
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...answer.headers,
  })
  response.end(body)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, host: { type: 'string', default: '127.0.0.1' } },
  })
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN
  if (!(port <= 65_535)) throw new Error(`--port must be a number from 0 to 65535, not '${values.port}'`)
  const api = await startPostsApi({ port, host: values.host })
  const stop = () => void api[Symbol.asyncDispose]().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // The channel to the process that started this one closes also when that one is killed.
  process.once('disconnect', stop)
  console.log(`posts API listening on ${api.url}`)
}

if (import.meta.main) {
  main().catch((error: Error) => {
    console.error(`posts API: ${error.message}`)
    process.exit(1)
  })
}
