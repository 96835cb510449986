import { GCProfiler } from 'node:v8'
import { median } from './statistics.ts'

/** One way to do the work of a scenario; answers the bytes that a client would get. */
export interface Contender {
  readonly name: string
  run(): Promise<Uint8Array> | Uint8Array
}

/** Medians over the rounds. */
export interface Measurement {
  readonly name: string
  /** Wall-clock time of one operation, in microseconds. */
  readonly time: number
  /** CPU time of one operation, in microseconds. */
  readonly cpu: number
  /** Bytes allocated on the heap by one operation. */
  readonly allocated: number
  /** Time of garbage collection in one operation, in microseconds. */
  readonly gc: number
}

const ROUNDS = 7

/** Runs the contenders by turns, `milliseconds` a round each, so that a slow moment of the machine meets all of them. */
export async function measure(
  contenders: readonly Contender[],
  milliseconds: number,
  roundCount = ROUNDS,
): Promise<Measurement[]> {
  for (const contender of contenders) await runFor(contender, milliseconds)
  const rounds = contenders.map(() => [] as Omit<Measurement, 'name'>[])
  for (let round = 0; round < roundCount; round++)
    for (const [at, contender] of contenders.entries()) rounds[at]?.push(await runFor(contender, milliseconds))
  return contenders.map(({ name }, at) => ({ name, ...medians(rounds[at] ?? []) }))
}

async function runFor(contender: Contender, milliseconds: number): Promise<Omit<Measurement, 'name'>> {
  const profiler = new GCProfiler()
  profiler.start()
  const heap = process.memoryUsage().heapUsed
  const cpu = process.cpuUsage()
  const start = performance.now()
  let operations = 0
  while (performance.now() - start < milliseconds) {
    await contender.run()
    operations += 1
  }
  const time = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  const grown = process.memoryUsage().heapUsed - heap
  const collections = profiler.stop()?.statistics ?? []
  const freed = collections.map(
    ({ beforeGC, afterGC }) => beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
  )
  return {
    time: (time * 1_000) / operations,
    cpu: (user + system) / operations,
    allocated: (grown + sum(freed)) / operations,
    gc: sum(collections.map(({ cost }) => cost)) / operations,
  }
}

function medians(rounds: readonly Omit<Measurement, 'name'>[]): Omit<Measurement, 'name'> {
  return {
    time: median(rounds.map(({ time }) => time)),
    cpu: median(rounds.map(({ cpu }) => cpu)),
    allocated: median(rounds.map(({ allocated }) => allocated)),
    gc: median(rounds.map(({ gc }) => gc)),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
