import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readiness } from '../edge/server/readiness.ts'
import { type Log, passOnLines } from '../observe/log.ts'
import { type MetricFamily, mergeFamilies } from '../observe/metrics/metric-family.ts'
import { allReadiness } from './all-readiness.ts'
import { closeLastGiven } from './connections-given.ts'
import { Line, type Serving, type Telling } from './line.ts'

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
  readonly #serving = new Set<Worker>()
  /** Those that may have read the schema before it was to be read again, and serve it later. */
  readonly #late = new Set<Worker>()
  readonly #tell: Telling = { readiness: () => this.#readiness(), metrics: () => this.metrics() }
  /** What each worker has counted when it was last asked. */
  readonly #counted = new Map<Worker, readonly MetricFamily[]>()
  /** What those had counted that have ended since. */
  #ended: readonly MetricFamily[] = []
  #isClosing = false

  constructor(options: WorkerPoolOptions) {
    this.#options = options
    // This process gives out the connections, one after the other: what the system gives to whoever is awake goes to few.
    cluster.schedulingPolicy = cluster.SCHED_RR
    cluster.setupPrimary({ stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  }

  /** Resolves once all serve, or to nothing if the first one ends before, which says itself why; throws Error where it can't. */
  async start(): Promise<Serving | undefined> {
    const serving = await this.#run(FIRST_WAIT, true)
    if (!serving || this.#isClosing) return undefined
    await Promise.all(Array.from({ length: this.#options.count - 1 }, () => this.#run(FIRST_WAIT)))
    return serving
  }

  /** Lets all of them read the schema again; one that is starting, once it serves: before, the signal could end it. */
  reload(): void {
    for (const worker of this.#lines.keys())
      if (this.#serving.has(worker)) worker.process.kill('SIGHUP')
      else this.#late.add(worker)
  }

  /** What all have counted together; of those that have ended, up to when it was asked last, so that no counter goes back. */
  async metrics(): Promise<readonly MetricFamily[]> {
    await Promise.all(
      [...this.#lines].map(async ([worker, line]) => {
        const told = await line.ask('metrics')
        // One that has ended meanwhile is counted with the others that have.
        if (told && this.#lines.has(worker)) this.#counted.set(worker, told)
      }),
    )
    return mergeFamilies([this.#ended, ...this.#counted.values()])
  }

  /** Lets every worker answer what it has. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true
    for (const wait of this.#waits) clearTimeout(wait)
    const workers = [...this.#lines.keys()]
    for (const worker of workers) worker.process.kill('SIGTERM')
    await Promise.all(workers.map(worker => once(worker.process, 'close')))
  }

  /** Runs a worker, and after its end another one. Resolves once it serves, or to nothing if it ends before. */
  #run(wait: number, isFirst = false): Promise<Serving | undefined> {
    const { environment, log } = this.#options
    const startedAt = performance.now()
    const worker = cluster.fork(environment)
    closeLastGiven(worker)
    const { promise, resolve, reject } = Promise.withResolvers<Serving | undefined>()
    const onServing = (serving: Serving) => {
      this.#serving.add(worker)
      if (this.#late.delete(worker)) worker.process.kill('SIGHUP')
      log.info({ pid: worker.process.pid }, 'a worker serves')
      resolve(serving)
    }
    this.#lines.set(worker, new Line(worker, { tell: this.#tell, onServing }))
    if (worker.process.stderr) passOnLines(createInterface(worker.process.stderr))
    // It has no process, for want of memory, files or processes: that is its end as well.
    worker.on('error', err => log.error({ err }, 'a worker can not be started'))
    worker.process.once('close', (code: number | null, signal: NodeJS.Signals | null) => {
      const hasServed = this.#serving.delete(worker)
      this.#late.delete(worker)
      this.#lines.delete(worker)
      this.#ended = mergeFamilies([this.#ended, (this.#counted.get(worker) ?? []).filter(isCounted)])
      this.#counted.delete(worker)
      if (isFirst && !hasServed && !this.#isClosing && code !== 1)
        reject(new Error(`The first worker has ended before it served: ${signal ?? `exit code ${code}`}.`))
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
    const told = await Promise.all([...this.#lines.values()].map(line => line.ask('readiness')))
    return allReadiness(told, this.#options.count)
  }
}

/** Whether what a process has told goes on to be true when it has ended. */
function isCounted({ type }: MetricFamily): boolean {
  return type === 'counter' || type === 'histogram'
}
