import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { freePort } from './free-port.ts'
import { type Fault, type Link, openLink } from './link.ts'

/** A way to a server that can fail as networks do, while everybody else still has the server. */
export interface FaultProxy extends AsyncDisposable {
  /** The server's URL with the proxy's port, the same after a restart. */
  readonly url: string
  /** How many connections it has taken so far. */
  readonly opened: number
  /** How many connections it has. */
  readonly open: number
  /** What befalls all connections, those that are open too; undefined is nothing. */
  fault: Fault | undefined
  /** Breaks the next connection before the server hears of it. */
  refuseNext(): void
  /** Leads the next connections to another server. */
  redirect(serverUrl: string): void
  /** Breaks all connections and refuses new ones. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** A proxy on loopback to the server at the URL; it is down until it is started. */
export async function createFaultProxy(serverUrl: string): Promise<FaultProxy> {
  let target = new URL(serverUrl)
  const url = new URL(serverUrl)
  url.port = String(await freePort())
  const links = new Set<Link>()
  let fault: Fault | undefined
  let opened = 0
  let isRefusing = false

  const server = createServer({ noDelay: true }, client => {
    if (isRefusing) {
      isRefusing = false
      client.destroy()
      return
    }
    opened++
    const upstream = connect({ port: Number(target.port), host: target.hostname, noDelay: true })
    const link = openLink(client, upstream, () => links.delete(link))
    link.suffer(fault)
    links.add(link)
  })
  const stop = async () => {
    if (!server.listening) return
    const close = once(server, 'close')
    server.close()
    for (const link of links) link.cut()
    await close
  }
  return {
    url: url.href,
    get opened() {
      return opened
    },
    get open() {
      return links.size
    },
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
      for (const link of links) link.suffer(next)
    },
    refuseNext() {
      isRefusing = true
    },
    redirect(serverUrl) {
      target = new URL(serverUrl)
    },
    stop,
    async start() {
      server.listen(Number(url.port), '127.0.0.1')
      await once(server, 'listening')
    },
    [Symbol.asyncDispose]: stop,
  }
}

/** The same, started, with a fault from the beginning. */
export async function startFaultProxy(serverUrl: string, fault: Fault): Promise<FaultProxy> {
  const proxy = await createFaultProxy(serverUrl)
  proxy.fault = fault
  await proxy.start()
  return proxy
}
