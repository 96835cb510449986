import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Log } from '../../observe/log.ts'
import { refusalOf } from './malformed-request.ts'

/** Answers one request. A surplus connection is one beyond the limit. */
export type Answer = (incoming: IncomingMessage, response: ServerResponse, isSurplus: boolean) => void

interface Connection {
  readonly isSurplus: boolean
  /** Bytes that had come when its last answer was taken; one that has not asked anything has none. */
  restsAt: number | undefined
  underWay: ServerResponse | undefined
  /** Looks again whether the client has gone, while its answer is under way. */
  probe: NodeJS.Timeout | undefined
  /** Requests behind the one under way, which Node reads ahead (RFC 9112, 9.3.2: pipelining). */
  readonly waiting: [IncomingMessage, ServerResponse][]
  /** What these take in memory, in bytes. */
  waitingBytes: number
  /** The whole answer to what is no request, once such has come. Behind it nothing is read. */
  refusal: string | undefined
}

/** Requests that may wait on a connection before no more of it is read. */
const AHEAD = 10

/** Bytes that the requests which wait on all connections may take. */
const AHEAD_BYTES = 67_108_864

/** How long after one write it is followed by another, to a client that may have gone, in milliseconds. */
const FIRST_PROBE = 50
const NEXT_PROBE = 1_000

/** The connections of clients. Each has at most one request under way. */
export class ClientConnections {
  readonly #connections = new Map<Socket, Connection>()
  readonly #answer: Answer
  readonly #limit: number
  readonly #log: Log
  #waitingBytes = 0
  #isClosing = false

  constructor(answer: Answer, limit: number, log: Log) {
    this.#answer = answer
    this.#limit = limit
    this.#log = log
  }

  /** Counts a connection; whether it is one beyond the limit. */
  add(socket: Socket): boolean {
    const isSurplus = this.#connections.size >= this.#limit
    const connection: Connection = {
      isSurplus,
      restsAt: undefined,
      underWay: undefined,
      probe: undefined,
      waiting: [],
      waitingBytes: 0,
      refusal: undefined,
    }
    this.#connections.set(socket, connection)
    socket.once('close', () => {
      this.#connections.delete(socket)
      this.#count(connection, -connection.waitingBytes)
    })
    socket.once('end', () => this.#tellGone(socket, FIRST_PROBE))
    return isSurplus
  }

  /** Answers a request, or lets it wait for the one before it. */
  take(incoming: IncomingMessage, response: ServerResponse): void {
    const { socket } = incoming
    const connection = this.#connections.get(socket)
    // Of what has come at once with it Node goes on to read requests.
    if (!connection || socket.destroyed) return
    if (connection.underWay) {
      connection.waiting.push([incoming, response])
      if (connection.waiting.length >= AHEAD) this.#stopReading(socket, connection)
      this.#count(connection, memoryOf(incoming))
      while (this.#waitingBytes > AHEAD_BYTES) this.#endLargest()
    } else this.#run(connection, incoming, response)
  }

  /** What has come is no request, or not whole in time. It is answered in its turn (RFC 9112, 9.3.2), and its connection ends. */
  refuse(socket: Socket, error: NodeJS.ErrnoException): void {
    const connection = this.#connections.get(socket)
    const refusal = refusalOf(error)
    if (!connection || refusal === undefined) {
      socket.destroy(error)
      return
    }
    // Of what comes behind it each piece is refused as well.
    if (connection.refusal !== undefined) return
    connection.refusal = refusal
    const { underWay, waiting } = connection
    // It may be the body of a request that has been taken.
    const last = waiting.at(-1)?.[0]
    if (last?.complete === false) {
      waiting.pop()
      this.#count(connection, -memoryOf(last))
    }
    if (!underWay) this.#endRefused(socket, refusal)
    else if (!underWay.req.complete) {
      if (!underWay.headersSent) socket.write(refusal)
      socket.destroy(error)
    }
  }

  /**
   * Of a client that sends no more nobody knows whether it waits for its answer (RFC 9112, 9.6, half-close) or has gone. What is sent to
   * one that has gone is refused, and the next write then fails: so it is told that work goes on, until its answer begins.
   */
  #tellGone(socket: Socket, wait: number): void {
    const connection = this.#connections.get(socket)
    const underWay = connection?.underWay
    if (!underWay || underWay.headersSent) return
    // Before HTTP/1.1 there are no answers but the last one (RFC 9110, 15.2).
    if (underWay.req.httpVersionMinor === 0) {
      socket.destroy()
      return
    }
    underWay.writeProcessing()
    connection.probe = setTimeout(() => this.#tellGone(socket, NEXT_PROBE), wait)
  }

  /** What Node tells of a socket on which nothing has moved for a while. */
  onStandstill(socket: Socket): void {
    const bytes = socket.writableLength
    const isIdle = this.#connections.get(socket)?.restsAt === socket.bytesRead
    // Work on an answer, and a request that is still coming, have limits of their own.
    if (bytes === 0 && !isIdle) return
    if (bytes > 0) this.#log.debug({ bytes }, 'a client does not take its answer, and its connection is ended')
    socket.destroy()
  }

  /** From now on every connection ends with the last request that has come; those without one end at once. */
  close(): void {
    this.#isClosing = true
    for (const [socket, { underWay, waiting }] of this.#connections) {
      const last = waiting.at(-1)?.[1] ?? underWay
      if (last) last.shouldKeepAlive = false
      // Node takes a connection that has not sent a request yet for a busy one.
      if (socket.bytesRead === 0) socket.destroy()
    }
  }

  #run(connection: Connection, incoming: IncomingMessage, response: ServerResponse): void {
    connection.underWay = response
    connection.restsAt = undefined
    response.on('close', () => {
      connection.underWay = undefined
      clearTimeout(connection.probe)
      connection.restsAt = incoming.socket.bytesRead
      this.#runNext(incoming.socket, connection)
    })
    const isLast = this.#isClosing && connection.waiting.length === 0
    if (isLast || connection.isSurplus || mayEndElsewhere(incoming)) response.shouldKeepAlive = false
    this.#answer(incoming, response, connection.isSurplus)
  }

  #runNext(socket: Socket, connection: Connection): void {
    // What waits behind an answer that closes the connection is not answered.
    if (!socket.writable) return
    const next = connection.waiting.shift()
    if (!next) {
      if (connection.refusal !== undefined) this.#endRefused(socket, connection.refusal)
      return
    }
    this.#count(connection, -memoryOf(next[0]))
    if (connection.waiting.length < AHEAD) socket.resume()
    else this.#stopReading(socket, connection)
    this.#run(connection, ...next)
  }

  /** Once Node, which reads on behind each request, has done so. Of a socket that is not read nobody learns that it is closed. */
  #stopReading(socket: Socket, { waiting }: Connection): void {
    setImmediate(() => {
      if (waiting.length >= AHEAD) socket.pause()
    })
  }

  #endRefused(socket: Socket, refusal: string): void {
    socket.write(refusal)
    socket.destroySoon()
  }

  #count(connection: Connection, bytes: number): void {
    connection.waitingBytes += bytes
    this.#waitingBytes += bytes
  }

  /** Ends the connection whose requests that wait take the most. */
  #endLargest(): void {
    let largest: [Socket, Connection] | undefined
    for (const each of this.#connections) if (!largest || each[1].waitingBytes > largest[1].waitingBytes) largest = each
    if (!largest) return
    const [socket, connection] = largest
    this.#log.debug(
      { bytes: connection.waitingBytes },
      'clients send too much ahead, and the connection with the most of it is ended',
    )
    this.#count(connection, -connection.waitingBytes)
    connection.waiting.length = 0
    socket.destroy()
  }
}

/** Whether a proxy in front may have seen another end of the request (RFC 9112, 6.1), and sees another request behind it. */
function mayEndElsewhere({ httpVersion, headers }: IncomingMessage): boolean {
  return httpVersion === '1.0' && headers['transfer-encoding'] !== undefined
}

/** Bytes that Node needs for a request and its answer, and for each name and value of its headers beside their characters. */
const REQUEST_BYTES = 2_048
const HEADER_BYTES = 64

/** What the head of a request takes, in bytes. */
function memoryOf({ url = '', rawHeaders }: IncomingMessage): number {
  return rawHeaders.reduce((sum, text) => sum + text.length + HEADER_BYTES, REQUEST_BYTES + url.length)
}
