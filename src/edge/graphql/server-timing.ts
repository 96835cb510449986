import type { ExecutionObserver } from '../../execute/execution-observer.ts'
import type { CallObserver, CallRecord } from '../../source/call-record.ts'
import type { Exchange } from '../server/exchange.ts'

/** Most sources that a header names, and most characters of a name. */
const MOST_SOURCES = 20
const MOST_CHARACTERS = 40

/** What can't stand in a name (RFC 9110, 5.6.2, token). */
const NO_TOKEN = /[^\w!#$%&'*+.^`|~-]/g

/** Where the time of one request went, as a browser shows it (W3C Server Timing). All times are milliseconds. */
export class ServerTiming implements CallObserver, ExecutionObserver {
  readonly #start: number
  readonly #begun = performance.now()
  readonly #sources = new Map<string, { calls: number; milliseconds: number }>()
  #prepared: number | undefined
  #planned: number | undefined
  #executed: number | undefined
  #write = 0
  #isShared = false

  constructor({ start }: Pick<Exchange, 'start'>) {
    this.#start = start
  }

  /** The document has been read and validated, or is known. */
  prepared(): void {
    this.#prepared = performance.now()
  }

  /** The run of another request is waited for. */
  shares(): void {
    this.#isShared = true
  }

  onPlan(): void {
    this.#planned = performance.now()
  }

  onAsk(): void {}

  onObjects(): void {}

  onWritten(milliseconds: number): void {
    this.#write += milliseconds
  }

  onCall({ source, duration }: CallRecord): void {
    const known = this.#sources.get(source)
    if (known) {
      known.calls += 1
      known.milliseconds += duration
    } else this.#sources.set(source, { calls: 1, milliseconds: duration })
  }

  onUnasked(): void {}

  executed(): void {
    this.#executed = performance.now()
  }

  /** The header's value, up to now. */
  header(): string {
    const now = performance.now()
    const metrics = [printMetric('parse', (this.#prepared ?? now) - this.#begun)]
    if (this.#planned !== undefined)
      metrics.push(
        printMetric('plan', this.#planned - (this.#prepared ?? now)),
        printMetric('execute', (this.#executed ?? now) - this.#planned - this.#write),
        printMetric('write', this.#write),
      )
    else if (this.#isShared) metrics.push(printMetric('shared', now - (this.#prepared ?? now)))
    for (const [name, { calls, milliseconds }] of [...this.#sources].slice(0, MOST_SOURCES))
      metrics.push(printMetric(`source-${tokenOf(name)}`, milliseconds, `${calls} call${calls === 1 ? '' : 's'}`))
    metrics.push(printMetric('total', now - this.#start))
    return metrics.join(', ')
  }
}

function printMetric(name: string, milliseconds: number, description?: string): string {
  const duration = Math.max(0, Math.round(milliseconds * 100) / 100)
  return `${name};dur=${duration}${description === undefined ? '' : `;desc="${description}"`}`
}

function tokenOf(name: string): string {
  return name.slice(0, MOST_CHARACTERS).replaceAll(NO_TOKEN, '_')
}
