import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Contender } from '../measure.ts'

/** Milliseconds. */
export interface LoopDelay {
  readonly scenario: string
  /** The whole operation. */
  readonly total: number
  /** The longest time without a turn of the event loop. */
  readonly longest: number
}

/** Runs one large operation and watches the event loop. */
export async function measureDelay(scenario: string, contender: Contender): Promise<LoopDelay> {
  await contender.run()
  const monitor = monitorEventLoopDelay({ resolution: 1 })
  monitor.enable()
  await pause(20)
  monitor.reset()
  const start = performance.now()
  await contender.run()
  const total = performance.now() - start
  await pause(20)
  monitor.disable()
  return { scenario, total: Math.round(total), longest: Math.round(monitor.max / 1e5) / 10 }
}
