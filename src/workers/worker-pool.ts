import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readiness } from '../edge/server/readiness.ts'
import { type Log, passOnLines } from '../observe/log.ts'
import { allReadiness } from './all-readiness.ts'
import { Line, type Serving } from './line.ts'

interface WorkerPoolOptions {
  /** How many processes serve. */
  readonly count: number
  /** What the workers have beside the environment of this process. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly log: Log
}

/** How soon a worker that has ended is followed by another one, in milliseconds: twice as long after each that ends young. */
const FIRST_WAIT = 100
const LONGEST_WAIT = 30_000

/** Processes that serve at one port, which this process gives them the connections of. One that ends is followed by another. */
export class WorkerPool implements AsyncDisposable {
  readonly #options: WorkerPoolOptions
  readonly #lines = new Map<Worker, Line>()
  readonly #waits = new Set<NodeJS.Timeout>()
  #isClosing = false

  constructor(options: WorkerPoolOptions) {
    this.#options = options
    // This process gives out the connections, one after the other: what the system gives to whoever is awake goes to few.
    cluster.schedulingPolicy = cluster.SCHED_RR
    cluster.setupPrimary({ stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  }

  /** Resolves once all serve, or to nothing if the first one ends before, which says itself why. */
  async start(): Promise<Serving | undefined> {
    const serving = await this.#run(FIRST_WAIT, true)
    if (!serving) return undefined
    await Promise.all(Array.from({ length: this.#options.count - 1 }, () => this.#run(FIRST_WAIT)))
    return serving
  }

  /** Sends a signal on to all of them. */
  pass(signal: NodeJS.Signals): void {
    for (const worker of this.#lines.keys()) worker.process.kill(signal)
  }

  /** Lets every worker answer what it has. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true
    for (const wait of this.#waits) clearTimeout(wait)
    const workers = [...this.#lines.keys()]
    this.pass('SIGTERM')
    await Promise.all(workers.map(worker => once(worker.process, 'close')))
  }

  /** Runs a worker, and after its end another one. Resolves once it serves, or to nothing if it ends before. */
  #run(wait: number, isFirst = false): Promise<Serving | undefined> {
    const { environment, log } = this.#options
    const startedAt = performance.now()
    const worker = cluster.fork(environment)
    const { promise, resolve } = Promise.withResolvers<Serving | undefined>()
    let hasServed = false
    const onServing = (serving: Serving) => {
      hasServed = true
      log.info({ pid: worker.process.pid }, 'a worker serves')
      resolve(serving)
    }
    this.#lines.set(worker, new Line(worker, { readiness: () => this.#readiness(), onServing }))
    if (worker.process.stderr) passOnLines(createInterface(worker.process.stderr))
    worker.process.once('close', (code: number | null, signal: NodeJS.Signals | null) => {
      this.#lines.delete(worker)
      resolve(undefined)
      if (this.#isClosing || (isFirst && !hasServed)) return
      const isYoung = performance.now() - startedAt < LONGEST_WAIT
      const next = isYoung ? Math.min(wait * 2, LONGEST_WAIT) : FIRST_WAIT
      log.error({ pid: worker.process.pid, code, signal, wait }, 'a worker has ended, and another one follows it')
      const timer = setTimeout(() => {
        this.#waits.delete(timer)
        this.#run(next)
      }, wait)
      this.#waits.add(timer)
    })
    return promise
  }

  async #readiness(): Promise<Readiness> {
    const told = await Promise.all([...this.#lines.values()].map(line => line.ask()))
    return allReadiness(told, this.#options.count)
  }
}
