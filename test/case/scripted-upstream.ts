import { freePort } from '../support/free-port.ts'
import { startUpstream, type UpstreamRequest } from '../support/upstream.ts'
import type { Exchange, UpstreamCase } from './case.ts'
import { comparableBody } from './parse-exchange.ts'

/** An upstream that plays its part of a case document. */
export interface ScriptedUpstream extends AsyncDisposable {
  readonly url: string
  /** One line an exchange with the number of calls, as the document writes it, then one a request that it doesn't expect. */
  calls(): string[]
}

/** Starts the upstream of a case document. */
export async function startScriptedUpstream(script: UpstreamCase): Promise<ScriptedUpstream> {
  if (script.refused) {
    const url = `http://127.0.0.1:${await freePort()}`
    return { url, calls: () => [], [Symbol.asyncDispose]: async () => undefined }
  }
  const counts = new Map<Exchange, number>()
  const unexpected: string[] = []
  const upstream = await startUpstream(request => {
    const fitting = script.exchanges.filter(exchange => fits(exchange, request))
    // Exchanges of the same request answer one after the other.
    const exchange = fitting.find(candidate => (counts.get(candidate) ?? 0) < candidate.calls) ?? fitting.at(-1)
    if (!exchange) {
      unexpected.push(`${script.name}: not expected: ${printRequest(request)}`)
      return { status: 501, json: 'no exchange of the case document fits' }
    }
    counts.set(exchange, (counts.get(exchange) ?? 0) + 1)
    return exchange.answer
  })
  return {
    url: upstream.url,
    calls: () => [
      ...script.exchanges.map(exchange => printExchange(script.name, exchange, counts.get(exchange) ?? 0)),
      ...unexpected,
    ],
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  }
}

/** What `calls()` answers when all is as the document says. */
export function expectedCalls(script: UpstreamCase): string[] {
  return script.exchanges.map(exchange => printExchange(script.name, exchange, exchange.calls))
}

function fits(exchange: Exchange, request: UpstreamRequest): boolean {
  return (
    exchange.method === request.method &&
    exchange.url === request.url &&
    Object.entries(exchange.headers).every(([name, value]) => request.headers[name] === value) &&
    (exchange.body === undefined || exchange.body === comparableBody(request.body))
  )
}

function printExchange(name: string, { method, url, headers, body }: Exchange, calls: number): string {
  const lines = Object.entries(headers).map(([header, value]) => ` ${header}: ${value}`)
  return `${name}: ${method} ${url} x${calls}${lines.join('')}${body === undefined ? '' : ` ${body}`}`
}

function printRequest({ method, url, headers, body }: UpstreamRequest): string {
  return `${method} ${url} ${JSON.stringify(headers)} ${comparableBody(body)}`
}
