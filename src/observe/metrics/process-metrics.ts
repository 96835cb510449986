import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { MetricFamily } from './metric-family.ts'

const NANOSECONDS = 1e9
const MICROSECONDS = 1e6
const RESOLUTION = 20
const QUANTILES = [0.5, 0.9, 0.99]

/** What the process itself costs, and how long its event loop was held since it was last looked at. */
export class ProcessMetrics implements Disposable {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION })

  constructor() {
    this.#delay.enable()
  }

  families(): readonly MetricFamily[] {
    const delay = this.#delay
    const quantiles = QUANTILES.map(quantile => [String(quantile), delay.percentile(quantile * 100)] as const)
    const hasAny = delay.count > 0
    const samples = [...quantiles, ['1', delay.max] as const].map(([quantile, nanoseconds]) => ({
      suffix: '',
      labels: `quantile="${quantile}"`,
      // It counts how far apart two looks are, which should be its resolution.
      value: hasAny ? Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION / 1_000) : 0,
    }))
    delay.reset()
    const { user, system } = process.cpuUsage()
    return [
      {
        name: 'sluice_event_loop_delay_seconds',
        help: 'How late the event loop was, since the last scrape; of several processes that of the worst.',
        type: 'summary',
        unit: 'seconds',
        together: 'worst',
        samples,
      },
      {
        name: 'process_cpu_seconds',
        help: 'CPU time of user and system.',
        type: 'counter',
        unit: 'seconds',
        together: 'sum',
        samples: [{ suffix: '_total', labels: '', value: (user + system) / MICROSECONDS }],
      },
      {
        name: 'process_resident_memory_bytes',
        help: 'Memory that the process holds.',
        type: 'gauge',
        unit: 'bytes',
        together: 'sum',
        samples: [{ suffix: '', labels: '', value: process.memoryUsage.rss() }],
      },
    ]
  }

  [Symbol.dispose](): void {
    this.#delay.disable()
  }
}
