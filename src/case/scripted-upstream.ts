import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exchange, UpstreamCase } from './case.ts'
import { comparableBody } from './parse-exchange.ts'
import { Script } from './script.ts'
import {
  readUpstreamRequest,
  sendUpstreamAnswer,
  type UpstreamAnswer,
  type UpstreamRequest,
} from './upstream-answer.ts'

/** An upstream that plays its part of a case document. */
export interface ScriptedUpstream extends AsyncDisposable {
  readonly url: string
  /** One line an exchange with the number of calls, as the document writes it, then one a request that it doesn't expect. */
  calls(): string[]
}

/** On this port of a machine (tcpmux, RFC 1078) nothing has listened for decades, and without privileges nothing can. */
const REFUSED = 'http://127.0.0.1:1'

/** Starts the upstream of a case document: a real HTTP server on loopback. */
export async function startScriptedUpstream({ name, refused, exchanges }: UpstreamCase): Promise<ScriptedUpstream> {
  if (refused) return { url: REFUSED, calls: () => [], [Symbol.asyncDispose]: async () => undefined }
  const script = new Script(exchanges, (exchange, calls) => printExchange(name, exchange, calls))
  const answerTo = (request: UpstreamRequest): UpstreamAnswer => {
    const exchange = script.take(
      each => fits(each, request),
      () => `${name}: not expected: ${printRequest(request)}`,
    )
    return exchange?.answer ?? { status: 501, json: 'no exchange of the case document fits' }
  }
  const respond = async (message: IncomingMessage, response: ServerResponse) =>
    sendUpstreamAnswer(response, answerTo(await readUpstreamRequest(message)))
  // Who breaks off a request is not answered.
  const server = createServer((message, response) => void respond(message, response).catch(() => response.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => script.calls(),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** What `calls()` answers when all is as the document says. */
export function expectedCalls(script: UpstreamCase): string[] {
  return script.exchanges.map(exchange => printExchange(script.name, exchange, exchange.calls))
}

function fits(exchange: Exchange, request: UpstreamRequest): boolean {
  return (
    exchange.method === request.method &&
    isText(exchange.url, request.url) &&
    Object.entries(exchange.headers).every(([name, value]) => request.headers[name] === value) &&
    (exchange.body === undefined || isText(exchange.body, comparableBody(request.body)))
  )
}

/** `…` stands for any text: for what a recorder leaves out. */
function isText(expected: string, text: string): boolean {
  if (!expected.includes('…')) return text === expected
  return new RegExp(`^${expected.split('…').map(RegExp.escape).join('.*')}$`, 's').test(text)
}

function printExchange(name: string, { method, url, headers, body }: Exchange, calls: number): string {
  const lines = Object.entries(headers).map(([header, value]) => ` ${header}: ${value}`)
  return `${name}: ${method} ${url} x${calls}${lines.join('')}${body === undefined ? '' : ` ${body}`}`
}

function printRequest({ method, url, headers, body }: UpstreamRequest): string {
  return `${method} ${url} ${JSON.stringify(headers)} ${comparableBody(body)}`
}
