import type { Log } from '../observe/log.ts'
import type { FieldFailure } from '../result/client-error.ts'

/** Writes the failed fields of one request: those of one kind at one place are one line, however many positions they have. */
export class FailureLog {
  readonly #lines = new Map<string, { readonly first: FieldFailure; positions: number }>()

  add(failure: FieldFailure): void {
    const place = failure.path?.filter(segment => typeof segment === 'string') ?? []
    const id = JSON.stringify([place, failure.message, failure.extensions])
    const line = this.#lines.get(id)
    if (line) line.positions += 1
    else this.#lines.set(id, { first: failure, positions: 1 })
  }

  write(log: Log, requestId: string): void {
    for (const { first, positions } of this.#lines.values()) {
      const { message, cause, ...facts } = first
      // What a client got wrong is no news, and its values are its own.
      if (facts.extensions.code === 'BAD_USER_INPUT')
        log.debug({ requestId, ...facts }, 'the request can not be answered')
      else log.warn({ requestId, ...facts, ...(positions > 1 ? { positions } : {}), err: cause }, message)
    }
  }
}
