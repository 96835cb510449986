import { printCounts } from '../support/counts.ts'
import { addCounts, type Counts, noCounts } from './count-calls.ts'
import { SOURCES } from './schema.ts'

/** Violations that are kept word for word. */
const KEPT = 20

/** What happened in a round. */
export class Report {
  readonly wrongs: string[] = []
  wrongCount = 0
  operations = 0
  full = 0
  partial = 0
  left = 0
  mutations = 0
  recoveries = 0
  /** Milliseconds beyond the budget: by the loop's clock, and by the wall's. */
  maxLateness = Number.NEGATIVE_INFINITY
  maxWallLateness = Number.NEGATIVE_INFINITY
  maxRecovery = 0
  seconds = 0
  heapGrowth = 0
  loop = { heldUp: 0, longest: 0 }
  readonly attempts: Counts = noCounts()
  readonly calls: Counts = noCounts()
  readonly errors = new Map<string, number>()
  readonly faults = new Map<string, number>()

  addWrongs(wrongs: readonly string[], where = ''): void {
    this.wrongCount += wrongs.length
    for (const wrong of wrongs) if (this.wrongs.length < KEPT) this.wrongs.push(where ? `${wrong}\n  ${where}` : wrong)
  }

  addCalls(calls: Counts): void {
    addCounts(this.calls, calls)
  }

  print(): string {
    const lines = [
      `operations    ${this.operations} in ${this.seconds.toFixed(0)} s: ${this.full} full, ${this.partial} partial, ${this.left} left by their clients`,
      `mutations     ${this.mutations}`,
      `faults        ${printCounts(this.faults)}`,
      `recoveries    ${this.recoveries}, the longest in ${this.maxRecovery.toFixed(0)} ms`,
      `errors        ${printCounts(this.errors)}`,
      ...SOURCES.map(
        source =>
          `calls to ${source.padEnd(5)}${this.calls[source]} at most, attempts ${this.attempts[source]} (${(this.attempts[source] / this.calls[source]).toFixed(2)})`,
      ),
      `lateness      ${this.maxLateness.toFixed(0)} ms beyond the budget at most; by the wall's clock ${this.maxWallLateness.toFixed(0)} ms`,
      `event loop    held up ${(this.loop.heldUp / 1_000).toFixed(1)} s in all, ${this.loop.longest.toFixed(0)} ms at once`,
      `heap          grown by ${(this.heapGrowth / 2 ** 20).toFixed(1)} MiB`,
      `wrongs        ${this.wrongCount}`,
      ...this.wrongs.map(wrong => `  ${wrong}`),
    ]
    return lines.join('\n')
  }
}
