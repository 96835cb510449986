import type { CallObserver, CallPlace, CallRecord } from '../source/call-record.ts'
import type { EmptyCounts } from '../source/empty-slot.ts'
import type { Log } from './log.ts'

/** Writes every call of one request, and what is empty without one, as a line of the log at level debug. */
export class CallLog implements CallObserver {
  readonly #requestId: string
  readonly #log: Log

  constructor(requestId: string, log: Log) {
    this.#requestId = requestId
    this.#log = log
  }

  onCall({ source, coordinate, text, keys, duration, queued, tries, ...rest }: CallRecord): void {
    const { bytes, rows, joined, cached, refusedByCircuit, nulls, error } = rest
    const facts = {
      requestId: this.#requestId,
      source,
      coordinate,
      text,
      keys,
      milliseconds: duration,
      ...(queued > 0 && { queued }),
      tries: tries.length,
      status: tries.at(-1)?.status,
      bytes,
      rows,
      ...(joined && { joined }),
      ...(cached && { cached }),
      ...(refusedByCircuit && { refusedByCircuit }),
      nulls,
      ...(error !== undefined && { err: error }),
    }
    this.#log.debug(facts, 'call')
  }

  onUnasked({ source, coordinate }: CallPlace, nulls: EmptyCounts): void {
    this.#log.debug({ requestId: this.#requestId, source, coordinate, nulls }, 'no call')
  }
}
