import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel'
import type { CallClient, CallObserver, CallPlace, CallRecord, CallTry } from '../source/call-record.ts'
import type { EmptyCounts } from '../source/empty-slot.ts'
import type { ErrorCode, ErrorReason } from '../source/source-error.ts'

/** What is told of a call: one object from its beginning to its end. What is optional is known at the end only. */
interface CallMessage extends CallPlace {
  readonly requestId: string
  readonly client: CallClient['convention']
  /** Method and URL as the schema has them, or SQL with placeholders: no values, no secrets. */
  readonly text: string
  readonly keys: number
  /** Milliseconds; `start` of `performance.now()`. */
  readonly start: number
  duration?: number
  queued?: number
  tries?: readonly CallTry[]
  bytes?: number | undefined
  rows?: number | undefined
  joined?: boolean
  cached?: boolean
  refusedByCircuit?: boolean
  empty?: EmptyCounts | undefined
  /** The error's reason, or its code. */
  failure?: ErrorReason | ErrorCode | undefined
  error?: unknown
}

const channel: TracingChannel<unknown, CallMessage> = tracingChannel('sluice:call')

/** Publishes the calls of one request on `sluice:call`; undefined where nobody has subscribed. */
export function createCallPublisher(requestId: string, redact: (text: string) => string): CallObserver | undefined {
  return channel.hasSubscribers ? new CallPublisher(requestId, redact) : undefined
}

/** The events of a call are those of an asynchronous function: `start` and `end` at once, `asyncStart` and `asyncEnd` later. */
class CallPublisher implements CallObserver {
  readonly #requestId: string
  readonly #redact: (text: string) => string
  readonly #messages = new Map<CallRecord, CallMessage>()

  constructor(requestId: string, redact: (text: string) => string) {
    this.#requestId = requestId
    this.#redact = redact
  }

  onBegin(record: CallRecord): void {
    const { source, coordinate, client, keys, start } = record
    const message: CallMessage = {
      requestId: this.#requestId,
      source,
      coordinate,
      client: client.convention,
      text: this.#redact(record.text),
      keys,
      start,
    }
    this.#messages.set(record, message)
    channel.start.publish(message)
    channel.end.publish(message)
  }

  onCall(record: CallRecord): void {
    const message = this.#messages.get(record)
    if (!message) return
    this.#messages.delete(record)
    const { duration, queued, tries, bytes, rows, joined, cached, refusedByCircuit, nulls, failure, error } = record
    const known = { duration, queued, tries, bytes, rows, joined, cached, refusedByCircuit, empty: nulls, failure }
    Object.assign(message, known)
    if (error !== undefined) {
      message.error = error
      channel.error.publish(message)
    }
    channel.asyncStart.publish(message)
    channel.asyncEnd.publish(message)
  }

  onUnasked(): void {}
}
