import { isAscii } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Readers, RequestAccount } from '../../observe/request-account.ts'
import { type CancelSignal, CancelSource } from '../../source/cancel.ts'
import { type Soon, whenFailed, whenHere, whenOver } from '../../source/soon.ts'
import { decodeUtf8 } from '../../source/utf8.ts'
import { createDoor, type DoorOptions } from '../door.ts'
import { createGraphQLSteps, type GraphQLOptions } from '../graphql/graphql-steps.ts'
import { createHostRule, type HostOptions } from './allowed-hosts.ts'
import { AnswersUnderWay } from './answers-under-way.ts'
import type { Answer } from './client-connections.ts'
import { Compression } from './compression.ts'
import { corsHeaders, preflightAnswer } from './cors.ts'
import type { Exchange } from './exchange.ts'
import { createHsts } from './hsts.ts'
import { type HttpAnswer, joinHeaders, textAnswer, withExposed } from './http-answer.ts'
import { readTarget } from './request-target.ts'
import { createRoute, type RouteOptions } from './routes.ts'

/** Bytes of an unwanted request body that are read and dropped, so that the client is ready to read its answer. */
const DROPPED_BYTES = 16_777_216

/** Bytes of an answer up to which Node writes it sooner as one text with its head than as a buffer behind it. */
const SHORT_BYTES = 4_096

/** Most bytes of answers that clients have not taken, together; at least those of four of the largest. */
const ANSWERS_BYTES = 268_435_456

/** What a request may be called in logs and headers. */
const HARMLESS_ID = /^[\w.:-]{1,128}$/

/** Most characters of a client's name in the log. */
const MOST_OF_A_CLIENT = 60

/** What every answer says to browsers: it is what its content-type says, and no part of a page of another origin. */
const BROWSER_HEADERS = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' }

const CODING = 'The only transfer coding that is read is chunked.'

const NOT_OURS = 'This gateway does not answer for the host of the URL. If it should, start it with --allowed-hosts.'

export interface EdgeOptions extends GraphQLOptions, RouteOptions, HostOptions, DoorOptions, Readers {
  /** Whether answers are compressed for clients that take it. */
  readonly compression: boolean
  /** Undefined where clients come without TLS. */
  readonly tlsCert: string | undefined
}

/** Answers every HTTP request of the gateway. */
export function createHttpEdge(options: EdgeOptions): Answer {
  const { corsOrigins, log, metrics, tracing, redact, requests } = options
  const readers = { log, metrics, tracing, redact }
  const door = createDoor(createGraphQLSteps(options), options)
  const route = createRoute(options)
  const answersFor = createHostRule(options)
  const isAccounted = metrics !== undefined || tracing !== undefined || log.isLevelEnabled('info')
  const hstsHeaders = createHsts(options.tlsCert !== undefined)
  const routes = new Set([options.path, '/health', '/ready', '/'])
  const endpoint = { path: options.path, scheme: options.tlsCert === undefined ? 'http' : 'https' }
  const compression = options.compression ? new Compression() : undefined

  const underWay = new AnswersUnderWay(Math.max(ANSWERS_BYTES, 4 * options.maxAnswerBytes), () =>
    log.debug({}, 'clients do not take their answers, and the connection of the one that has waited longest is ended'),
  )

  const encode = (answer: HttpAnswer, { headers }: IncomingMessage) =>
    compression?.apply(answer, headers['accept-encoding']) ?? answer

  const answer = (request: Omit<Exchange, 'target'>): Soon<HttpAnswer> => {
    const { incoming } = request
    const { method = '', headers } = incoming
    if (incoming.httpVersionMajor < 1) return textAnswer(505, 'Send HTTP/1.1 or HTTP/2.')
    if (!isKnownCoding(headers['transfer-encoding'])) return textAnswer(501, CODING)
    const target = readTarget(incoming)
    if (!target) return textAnswer(400, 'The URL, or the Host header, can not be read.')
    if (!answersFor(target.host)) return textAnswer(421, NOT_OURS)
    const other =
      preflightAnswer(corsOrigins, incoming) ??
      route({ method, target, accept: headers.accept, acceptEncoding: headers['accept-encoding'] })
    if (other) return other
    requests.begin()
    const exchange: Exchange = { ...request, target }
    return whenOver(
      () => whenHere(door(exchange), result => encode(result, incoming)),
      () => {
        requests.end()
        exchange.memory?.end()
      },
    )
  }

  return (incoming, response, isSurplus) => {
    const start = performance.now()
    const { method = '', headers } = incoming
    const requestId = requestIdOf(headers['x-request-id'])
    const account = isAccounted
      ? new RequestAccount(readers, { requestId, method, headers, endpoint, client: clientOf(incoming) })
      : undefined
    const signal = closeSignal(response)
    const ownHeaders = {
      'x-request-id': requestId,
      ...BROWSER_HEADERS,
      ...corsHeaders(options, incoming),
      ...hstsHeaders(headers.host),
    }
    let isAsked = !waitsWithBody(incoming)
    const askForBody = () => {
      // Once Node has read what has come with the head: that may be no body at all.
      if (!isAsked) queueMicrotask(() => response.writeContinue())
      isAsked = true
    }
    const finish = (answer: HttpAnswer) => {
      const { status, body } = answer
      try {
        const joined = joinHeaders(answer.headers, ownHeaders)
        const isHttp2 = incoming.httpVersionMajor > 1
        // What is said of a connection has no place there (RFC 9113, 8.2.2).
        if (isHttp2) delete joined.connection
        const whole = { status, headers: answer.exposed ? withExposed(joined, answer.exposed) : joined, body }
        underWay.add(response, isAsked || isHttp2 ? send(whole, incoming, response) : sendUnasked(whole, response))
      } catch (err) {
        log.error({ requestId, err }, 'an answer could not be sent')
        response.destroy()
      }
      account?.end({
        status,
        route: routeOf(incoming.url, routes),
        bytes: Buffer.byteLength(body),
        isGone: signal.aborted,
      })
    }
    const answered = whenFailed(
      () => answer({ incoming, requestId, start, isSurplus, askForBody, signal, account }),
      err => {
        log.error({ requestId, err }, 'a request could not be answered')
        return textAnswer(500, 'Something went wrong inside the gateway.')
      },
    )
    // Not while Node reads what has come with the head: that may be no request at all.
    Promise.resolve(answered).then(finish)
  }
}

/** Node reads what ends in `chunked`; a proxy in front that reads another coding before it sees another body (RFC 9112, 6.1). */
function isKnownCoding(transferEncoding: string | undefined): boolean {
  return transferEncoding === undefined || transferEncoding.toLowerCase() === 'chunked'
}

/** The path of a URL, where it is one that is told apart. */
function routeOf(url: string | undefined, routes: ReadonlySet<string>): string | undefined {
  if (url === undefined) return undefined
  const end = url.indexOf('?')
  const path = end < 0 ? url : url.slice(0, end)
  return routes.has(path) ? path : undefined
}

/** What a client calls itself, as Apollo's clients and others do: for people, so it is short and harmless. */
function clientOf({ headers }: IncomingMessage): string | undefined {
  const name = headers['apollographql-client-name'] ?? headers['x-client-name']
  if (typeof name !== 'string' || name === '') return undefined
  return name.slice(0, MOST_OF_A_CLIENT).replaceAll(/[^\x20-\x7e]/g, '?')
}

/** Whether the client sends the body of its request once it is asked for it, in the words that Node looks for. */
function waitsWithBody({ httpVersion, headers: { expect = '' } }: IncomingMessage): boolean {
  return httpVersion !== '1.0' && /(?:^|\W)100-continue(?:$|\W)/i.test(expect)
}

/** Aborted when the client goes away before it has its answer. */
function closeSignal(response: ServerResponse): CancelSignal {
  const source = new CancelSource()
  response.on('close', () => {
    if (!response.writableFinished) source.abort()
  })
  return source
}

/** The client's own `x-request-id` where it is harmless in logs and headers, else a new one. */
function requestIdOf(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && HARMLESS_ID.test(given) ? given : randomUUID()
}

/** An answer with all of its headers. */
interface WholeAnswer extends Pick<HttpAnswer, 'status' | 'body'> {
  readonly headers: Readonly<Record<string, string | string[]>>
}

/** Answers a client whose body nobody has asked for. Nobody can know whether it comes: no other request can follow. */
function sendUnasked({ status, headers, body }: WholeAnswer, response: ServerResponse): Uint8Array {
  const bytes = bytesOf(body)
  response.writeHead(status, { ...headers, 'content-length': bytes.byteLength, connection: 'close' }).end(bytes)
  return bytes
}

/** Sends an answer, and answers its bytes; at once, even where the request's body is still coming. */
function send({ status, headers, body }: WholeAnswer, incoming: IncomingMessage, response: ServerResponse): Uint8Array {
  const bytes = bytesOf(body)
  if (response.destroyed) return bytes
  const hasBody = status !== 204 && status !== 304
  response.writeHead(status, hasBody ? Object.assign(headers, { 'content-length': bytes.byteLength }) : headers)
  if (!hasBody || incoming.method === 'HEAD') response.end()
  else if (incoming.complete || incoming.httpVersionMajor > 1) endWith(bytes, response)
  else endBehindBody(bytes, incoming, response)
  return bytes
}

function bytesOf(body: HttpAnswer['body']): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body
}

/**
 * A connection of HTTP/1.1 that closes on unread bytes is reset, and a reset overtakes the answer. So the end, which may close it, waits for the
 * rest of the body, within limits: of size here, of time by the server's requestTimeout.
 */
function endBehindBody(bytes: Uint8Array, incoming: IncomingMessage, response: ServerResponse): void {
  response.write(bytes)
  let dropped = 0
  incoming.on('data', (chunk: Uint8Array) => {
    dropped += chunk.byteLength
    if (dropped > DROPPED_BYTES) incoming.destroy()
  })
  incoming.once('end', () => response.end())
  incoming.resume()
}

/** Ends an answer with all of its body. */
function endWith(bytes: Uint8Array, response: ServerResponse): void {
  if (bytes.byteLength <= SHORT_BYTES && isAscii(bytes)) response.end(decodeUtf8(bytes), 'latin1')
  else response.end(bytes)
}
