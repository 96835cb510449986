import { median } from '../../statistics.ts'
import type { Measured, MeasuredWorkload } from '../run-workload.ts'

/** Medians over the rounds of one contender. */
export interface Summary {
  readonly name: string
  readonly title: string
  /** Requests a second. */
  readonly rate: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Milliseconds of CPU for 1,000 requests. */
  readonly cpu: number
  /** CPU beside that of the first contender. */
  readonly ratio: number
  /** Megabytes. */
  readonly peakMemory: number
  /** Calls of the upstreams for one request. */
  readonly calls: number
  readonly failures: number
  /** Where one connection asks, too. */
  readonly alone?: AloneSummary | undefined
}

interface AloneSummary {
  /** What one connection by itself waits, in milliseconds. */
  readonly p50: number
  /** So much of it is more than a bare driver takes for the statements. */
  readonly above: number
  /** Milliseconds of the database's CPU for 1,000 requests. */
  readonly databaseCpu: number
}

export function summarize({ measured: all, statements }: MeasuredWorkload): Summary[] {
  const cpuOf = ({ rounds }: Measured) => median(rounds.map(({ cpu }) => cpu))
  const first = all[0] && cpuOf(all[0])
  const ofStatements = median(statements)
  const aloneOf = ({ rounds }: Measured): AloneSummary | undefined => {
    const times = rounds.flatMap(({ alone }) => alone ?? [])
    if (times.length === 0) return undefined
    const p50 = median(times)
    const databaseCpu = median(rounds.map(round => round.databaseCpu))
    return { p50, above: p50 - ofStatements, databaseCpu }
  }
  return all.map(measured => {
    const { contender, rounds, peakMemory } = measured
    return {
      name: contender.name,
      title: contender.title,
      rate: median(rounds.map(({ rate }) => rate)),
      p50: median(rounds.map(({ p50 }) => p50)),
      p99: median(rounds.map(({ p99 }) => p99)),
      cpu: cpuOf(measured),
      ratio: cpuOf(measured) / (first ?? Number.NaN),
      peakMemory,
      calls: median(rounds.map(({ calls }) => calls)),
      failures: rounds.reduce((sum, { failures }) => sum + failures, 0),
      alone: aloneOf(measured),
    }
  })
}
