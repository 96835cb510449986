import type { Dispatcher } from 'undici'
import type { AnswerBudget } from '../answer-budget.ts'
import type { CancelSignal } from '../cancel.ts'
import { GatheredBytes } from '../gathered-bytes.ts'
import { NotNeeded } from './not-needed.ts'
import { SendError } from './send-error.ts'
import { UnusableBody } from './unusable-body.ts'

/** Response headers; names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>

/** An answer as it came over the wire. */
export interface Received {
  readonly status: number
  readonly headers: AnswerHeaders
  /** In milliseconds of `Date.now()`, when the headers were there. */
  readonly receivedAt: number
  /** Whether the body is whole; else it is its start. */
  readonly isWhole: boolean
  readonly body: Uint8Array
}

/** What a body is read for. */
export interface Reading {
  /** Whether a body with this status and headers is read whole; if not, its first bytes. */
  readonly needsBody: (status: number, headers: AnswerHeaders) => boolean
  /** Most bytes of a whole body. */
  readonly maxBytes: number
  /** What counts the bytes of a whole body as they come. */
  readonly budget: AnswerBudget
}

/** Bytes of an unneeded body that are kept, and that are read so that its connection can be used again. */
const KEPT_BYTES = 16_384
const DRAINED_BYTES = 65_536

/** Sends a request, and reads its answer. Rejects with a SendError, at once where the signal is aborted. */
export function receive(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  reading: Reading,
  signal: CancelSignal,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const receiver = new Receiver(reading, signal, resolve, reject)
    try {
      dispatcher.dispatch(request, receiver)
    } catch (error) {
      receiver.fail(error)
    }
  })
}

/** Takes an answer from undici, chunk by chunk: a stream for each would cost more than all else of a call. */
class Receiver implements Dispatcher.DispatchHandler {
  readonly #reading: Reading
  readonly #signal: CancelSignal
  readonly #resolve: (received: Received) => void
  readonly #reject: (error: SendError) => void
  readonly #onAbort = () => this.#abort()
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headers: AnswerHeaders | undefined
  #receivedAt = 0
  #isWhole = false
  readonly #body = new GatheredBytes()
  #size = 0
  #taken = 0
  #hasEnded = false

  constructor(
    reading: Reading,
    signal: CancelSignal,
    resolve: (received: Received) => void,
    reject: (error: SendError) => void,
  ) {
    this.#reading = reading
    this.#signal = signal
    this.#resolve = resolve
    this.#reject = reject
    signal.addEventListener('abort', this.#onAbort)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // It waited for a connection, and nobody waits for it any more.
    if (this.#hasEnded) controller.abort(new NotNeeded())
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
    // What comes before the answer says nothing yet (RFC 9110, 15.2).
    if (status < 200) return
    this.#status = status
    this.#headers = headers
    this.#receivedAt = Date.now()
    this.#isWhole = this.#reading.needsBody(status, headers)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#hasEnded) return
    const { maxBytes, budget } = this.#reading
    if (this.#isWhole || this.#size < KEPT_BYTES) this.#body.add(chunk)
    this.#size += chunk.length
    if (this.#isWhole) {
      const isTooLarge = this.#size > maxBytes
      const error = isTooLarge
        ? new UnusableBody('too_large', `more than ${maxBytes} bytes`)
        : budget.take(chunk.length)
      if (!error) this.#taken = this.#size
      else {
        this.fail(error)
        controller.abort(error)
      }
    } else if (this.#size > DRAINED_BYTES) {
      this.#succeed()
      controller.abort(new Error('no more of the body is needed'))
    }
  }

  onResponseEnd(): void {
    this.#succeed()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // The status is known; a body that breaks off and is not needed takes nothing from it.
    if (this.#headers && !this.#isWhole) this.#succeed()
    else this.fail(error)
  }

  fail(error: unknown): void {
    if (!this.#end()) return
    this.#reading.budget.giveBack(this.#taken)
    this.#reject(new SendError(this.#headers !== undefined, error))
  }

  #abort(): void {
    this.fail(this.#signal.reason)
    this.#controller?.abort(new NotNeeded())
  }

  #succeed(): void {
    if (!this.#end()) return
    const bytes = this.#body.bytes()
    this.#resolve({
      status: this.#status,
      headers: this.#headers ?? {},
      receivedAt: this.#receivedAt,
      isWhole: this.#isWhole,
      body: this.#isWhole ? bytes : bytes.subarray(0, KEPT_BYTES),
    })
  }

  /** Whether it has not ended before. */
  #end(): boolean {
    if (this.#hasEnded) return false
    this.#hasEnded = true
    this.#signal.removeEventListener('abort', this.#onAbort)
    return true
  }
}
