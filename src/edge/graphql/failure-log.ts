import type { Log } from '../../observe/log.ts'
import type { FieldFailure } from '../../result/client-error.ts'

/** Most lines of level warn that the failed fields of one request are worth. */
const MOST_LINES = 20

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
    let told = 0
    let more = 0
    for (const { first, positions } of this.#lines.values()) {
      const { message, cause, ...facts } = first
      if (isNoNews(facts)) log.debug({ requestId, ...facts }, 'the request can not be answered')
      else if (told === MOST_LINES) more += 1
      else {
        told += 1
        log.warn({ requestId, ...facts, ...(positions > 1 ? { positions } : {}), err: cause }, message)
      }
    }
    if (more > 0) log.warn({ requestId, more }, 'more fields of the request failed')
  }
}

/** What a client got wrong, whose values are its own, and what only follows from the failure of another field. */
function isNoNews({ extensions: { code, reason, source } }: Pick<FieldFailure, 'extensions'>): boolean {
  // What a source answers so has its name.
  if (source === undefined && (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN')) return true
  return code === 'BAD_USER_INPUT' || code === 'GRAPHQL_VALIDATION_FAILED' || reason === 'db_rolled_back'
}
