import { median } from '../../statistics.ts'
import type { Measured } from '../run-workload.ts'

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
}

export function summarize(all: readonly Measured[]): Summary[] {
  const cpuOf = ({ rounds }: Measured) => median(rounds.map(({ cpu }) => cpu))
  const first = all[0] && cpuOf(all[0])
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
    }
  })
}
