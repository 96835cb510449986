import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { onTestFinished } from 'vitest'

/** A proxy that leads every name to one port of this machine, and tells what it was asked; it ends with the test. */
export async function startProxy(port: number, status = 200) {
  const seen: string[] = []
  const credentials: (string | undefined)[] = []
  const server = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url} for ${incoming.headers.host}`)
    credentials.push(incoming.headers['proxy-authorization'])
    if (status !== 200) {
      response.writeHead(status).end()
      return
    }
    const { pathname, search } = new URL(incoming.url ?? '')
    const { method, headers } = incoming
    const onward = request({ host: '127.0.0.1', port, path: pathname + search, method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    incoming.pipe(onward)
  })
  server.on('connect', (incoming, socket) => {
    seen.push(`CONNECT ${incoming.url}`)
    credentials.push(incoming.headers['proxy-authorization'])
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
      return
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    for (const each of [onward, socket]) each.on('error', () => each.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
  return { seen, credentials, host: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}
