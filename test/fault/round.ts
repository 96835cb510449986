import { Random } from '../execute/random.ts'
import { count } from '../support/counts.ts'
import type { TestDatabase } from '../support/test-database.ts'
import { findConnections, findRest, readApplied } from './aftermath.ts'
import { Ledger } from './ledger.ts'
import { startLoopClock } from './loop-clock.ts'
import { runNemesis } from './nemesis.ts'
import { randomOperation } from './operations.ts'
import { Progress } from './progress.ts'
import { awaitRecovery } from './recovery.ts'
import { Report } from './report.ts'
import { runOperation, type Scene } from './run-operation.ts'
import { findLeaks, measureHeap, type Stock, takeStock } from './stock.ts'
import { holdStorm } from './storm.ts'
import { Trouble } from './trouble.ts'
import { openWorld } from './world.ts'

export interface RoundOptions {
  readonly seed: number
  /** Filled with TABLES. */
  readonly database: TestDatabase
  /** How many operations to run, unless the time is over first. */
  readonly operations: number
  /** Milliseconds. */
  readonly time: number
  /** How many operations are under way at once. */
  readonly concurrency: number
  /** Ends the round before its time; what has been asked is still answered. */
  readonly signal?: AbortSignal
  readonly onProgress?: (report: Report) => void
}

/** How many different texts the operations have. */
const TEXTS = 300
/** How many operations the storm at the end has. */
const STORM = 200
/** After how many operations the heap has what it keeps. */
const WARM_UP = 500
/** What it may grow by from there, in bytes. */
const MOST_GROWTH = 32 * 2 ** 20

/** Runs operations while ways fail. The report says what was wrong: nothing, where all promises were kept. */
export async function runRound(options: RoundOptions): Promise<Report> {
  const report = new Report()
  const start = performance.now()
  const before = takeStock()
  await playRound(options, report, before, start + options.time)
  report.addWrongs(await findLeaks(before))
  report.seconds = (performance.now() - start) / 1_000
  return report
}

async function playRound(options: RoundOptions, report: Report, before: Stock, end: number): Promise<void> {
  const { seed, database, operations, concurrency, signal, onProgress } = options
  using clock = startLoopClock()
  await using world = await openWorld(database.url, report.attempts)
  const scene: Scene = { world, clock, report, ledger: new Ledger(), trouble: new Trouble() }
  const progress = new Progress()
  let heap: number | undefined

  const runSome = (until: () => boolean) => {
    const work = async () => {
      while (!until()) {
        const index = report.operations++
        const shape = new Random(seed, 2, index % TEXTS)
        const values = new Random(seed, 3, index)
        await runOperation(scene, randomOperation({ shape, values, name: `${seed}-${index}` }))
        progress.advance()
        onProgress?.(report)
        if (progress.done === WARM_UP) heap = await measureHeap()
      }
    }
    return Promise.all(Array.from({ length: concurrency }, work))
  }
  const nemesis = runNemesis({
    seed,
    ways: world.ways,
    progress: more => progress.after(more),
    ended: () => progress.ended,
    async recovered(source) {
      await awaitRecovery(scene, source)
      scene.trouble.end(source)
    },
    onFault(name, source) {
      scene.trouble.begin(source)
      count(report.faults, `${source} ${name}`)
    },
  })
  await runSome(() => report.operations >= operations || performance.now() >= end || signal?.aborted === true)
  progress.end()
  await nemesis
  const last = report.operations + STORM
  await holdStorm(scene, new Random(seed, 4), () => runSome(() => report.operations >= last))

  report.addWrongs(findRest(scene, before))
  report.heapGrowth = heap === undefined ? 0 : (await measureHeap()) - heap
  if (report.heapGrowth > MOST_GROWTH) report.addWrongs([`the heap has grown by ${report.heapGrowth} bytes`])
  await world.gateway[Symbol.asyncDispose]()
  report.addWrongs(await findConnections(scene, database))
  report.addWrongs(scene.ledger.findWrongs(await readApplied(scene, database)))
  report.mutations = scene.ledger.size
  report.loop = { heldUp: clock.heldUp, longest: clock.longest }
}
