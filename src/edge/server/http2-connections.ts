import { constants, performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { Log } from '../../observe/log.ts'
import { LinkedList } from '../../source/linked-list.ts'
import type { Answer } from './client-connections.ts'
import { http1Exchange } from './http2-exchange.ts'
import type { Http2Response } from './http2-response.ts'

export interface Http2Limits {
  /** How long a client may take nothing of its answer, in milliseconds. */
  readonly writeTimeout: number
  /** How long a client may take to send a request's body, in milliseconds. */
  readonly requestTimeout: number
  /** How long a connection may be without a request, in milliseconds; whatever else it sends. */
  readonly keepAliveTimeout: number
}

/** Bytes of a request's headers, as of HTTP/1.1; Node ends what has four times as many. */
const HEADERS_BYTES = 16_384

const OPTIONS = {
  settings: { maxConcurrentStreams: 100, maxHeaderListSize: HEADERS_BYTES, enablePush: false },
  maxHeaderListPairs: 100,
  /** Requests that a client takes back (CVE-2023-44487): so many at once, then so many a second, and its connection is ended. */
  streamResetBurst: 200,
  streamResetRate: 33,
  /** Of frames that are no good, and of requests beyond what may be at once. */
  maxSessionInvalidFrames: 100,
  maxSessionRejectedStreams: 100,
}

/** The connections of clients that speak HTTP/2 (RFC 9113), each with several requests under way. */
export class Http2Connections {
  readonly #sessions = new LinkedList<ServerHttp2Session>()
  readonly #answer: Answer
  readonly #limits: Http2Limits
  readonly #log: Log
  #isClosing = false

  constructor(answer: Answer, limits: Http2Limits, log: Log) {
    this.#answer = answer
    this.#limits = limits
    this.#log = log
  }

  /** A surplus connection is one beyond the limit: it ends with its first answer. */
  add(socket: TLSSocket, isSurplus: boolean): void {
    const session = performServerHandshake(socket, OPTIONS)
    const place = this.#sessions.push(session)
    const endLater = () => setTimeout(() => this.#end(session, socket), this.#limits.keepAliveTimeout)
    let idle = endLater()
    let underWay = 0
    session.once('close', () => {
      clearTimeout(idle)
      this.#sessions.remove(place)
    })
    session.on('error', err => this.#log.debug({ err }, 'a connection of HTTP/2 has failed'))
    session.on('stream', (stream, headers, _flags, rawHeaders) => {
      underWay += 1
      clearTimeout(idle)
      stream.once('close', () => {
        underWay -= 1
        if (underWay > 0 || session.closed) return
        if (isSurplus) this.#end(session, socket)
        else idle = endLater()
      })
      if (listSize(rawHeaders) > HEADERS_BYTES) {
        stream.respond({ ':status': 431 }, { endStream: true })
        return
      }
      const { incoming, response } = http1Exchange(stream, headers, rawHeaders, socket)
      this.#hold(stream, response)
      this.#answer(incoming, response, isSurplus)
    })
    if (this.#isClosing) session.close()
  }

  /** Takes no more requests, which clients are told (GOAWAY); each connection ends with its last answer. */
  close(): void {
    this.#isClosing = true
    for (const session of [...this.#sessions]) session.close()
  }

  /** Ends a connection without a request; at last without its client, which may read nothing and end nothing. */
  #end(session: ServerHttp2Session, socket: TLSSocket): void {
    session.close()
    const timer = setTimeout(() => socket.destroy(), this.#limits.writeTimeout)
    socket.once('close', () => clearTimeout(timer))
  }

  /** Ends a request that stands still. */
  #hold(stream: ServerHttp2Stream, response: Http2Response): void {
    const { writeTimeout, requestTimeout } = this.#limits
    let [wasWaiting, taken] = [false, 0]
    const watch = setInterval(() => {
      const bytes = stream.writableLength
      if (wasWaiting && bytes > 0 && response.taken === taken) {
        this.#log.debug({ bytes }, 'a client does not take its answer, and its request is ended')
        response.destroy()
      }
      wasWaiting = bytes > 0
      taken = response.taken
    }, writeTimeout)
    stream.once('close', () => clearInterval(watch))
    if (stream.endAfterHeaders) return
    const late = setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), requestTimeout)
    stream.once('end', () => clearTimeout(late))
    stream.once('close', () => clearTimeout(late))
    // Of a body that nobody wants nothing more is to come (section 8.1).
    stream.once('finish', () => {
      if (stream.readableEnded) return
      // What has come of it takes room of the connection until it is read.
      stream.resume()
      setImmediate(() => stream.close(constants.NGHTTP2_NO_ERROR))
    })
  }
}

/** Of names and values by turns, each with 32 bytes for its entry (section 6.5.2). */
function listSize(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((size, text) => size + text.length, rawHeaders.length * 16)
}
