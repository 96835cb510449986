import { count, printCounts } from '../support/counts.ts'
import type { SentRequest } from './random-http.ts'
import type { Answer } from './read-answers.ts'

/** Wrongs that are kept word for word, and characters of a request that is shown with one. */
const KEPT = 20
const SHOWN = 1_000

/** What happened in a round. */
export class Report {
  readonly wrongs: string[] = []
  wrongCount = 0
  requests = 0
  /** Answers with data, and those with some errors beside it. */
  full = 0
  partial = 0
  seconds = 0
  /** The longest turn of an event loop, in milliseconds of CPU time, and the most memory of a gateway, in bytes. */
  turn = 0
  memory = 0
  readonly kinds = new Map<string, number>()
  readonly statuses = new Map<string, number>()
  readonly broken = new Map<string, number>()

  readonly #onWrong: ((wrong: string) => void) | undefined

  constructor(onWrong?: (wrong: string) => void) {
    this.#onWrong = onWrong
  }

  readonly addWrong = (wrong: string): void => {
    this.wrongCount += 1
    this.#onWrong?.(wrong)
    if (this.wrongs.length < KEPT) this.wrongs.push(wrong)
  }

  /** `where` says how to come there again. */
  addWrongOf({ kind, bytes }: SentRequest, where: string, wrong: string): void {
    const shown = JSON.stringify(bytes.toString('latin1', 0, SHOWN))
    this.addWrong(
      `${where} (${kind}): ${wrong}\n    ${shown}${bytes.length > SHOWN ? ` and ${bytes.length - SHOWN} bytes more` : ''}`,
    )
  }

  addAnswer({ status, body }: Answer): void {
    count(this.statuses, String(status))
    const start = body.toString('latin1', 0, 10)
    if (start.startsWith('{"data":{')) this.full += 1
    if (start.startsWith('{"errors"') && body.includes('"data":{')) this.partial += 1
  }

  print(): string {
    const lines = [
      `requests      ${this.requests} in ${this.seconds.toFixed(0)} s: ${printCounts(this.kinds)}`,
      `statuses      ${printCounts(this.statuses)}`,
      `answers       ${this.full} full, ${this.partial} partial`,
      `broken off    ${printCounts(this.broken)}`,
      `event loop    ${this.turn.toFixed(0)} ms of CPU time in one turn at most`,
      `memory        ${(this.memory / 2 ** 20).toFixed(0)} MiB at most`,
      `wrongs        ${this.wrongCount}`,
    ]
    return lines.join('\n')
  }
}
