import type { Trace } from './trace.ts'

/** Milliseconds from left to right, with the place of every tick. */
export interface TimeAxis {
  readonly total: number
  readonly step: number
  readonly ticks: readonly number[]
}

/** Ticks that fit side by side in a narrow panel. */
const MOST_TICKS = 4

/** An axis that holds all calls, with ticks at 1, 2 or 5 of a power of ten. */
export function timeAxis({ time, calls }: Trace): TimeAxis {
  const ends = calls.map(({ start, duration }) => start + duration)
  const total = Math.max(time.total ?? 0, ...ends, 0.001)
  const power = 10 ** Math.floor(Math.log10(total / MOST_TICKS))
  const step = [1, 2, 5, 10].map(times => times * power).find(step => total / step <= MOST_TICKS) ?? total
  const ticks = Array.from({ length: Math.floor(total / step) + 1 }, (_, index) => index * step)
  return { total, step, ticks }
}

/** Where a stretch of time stands, as CSS: parts of `within`, which begins at `origin`. */
export function stretch(start: number, duration: number, within: number, origin = 0): { left: string; width: string } {
  const part = (time: number) => `${within > 0 ? (100 * time) / within : 0}%`
  return { left: part(start - origin), width: part(duration) }
}
