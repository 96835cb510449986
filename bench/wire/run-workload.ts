import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bodiesOf } from './bodies.ts'
import { type Asked, compareAnswers } from './compare-answers.ts'
import type { Contender } from './contenders.ts'
import type { LoadResult, LoadShape } from './load/load.ts'
import { runLoad } from './load/run-load.ts'
import type { Options } from './options.ts'
import type { Progress } from './report/progress.ts'
import { type Server, startServer } from './server.ts'
import { timeStatements } from './time-statements.ts'
import type { Upstreams } from './upstreams/upstreams.ts'
import type { Workload } from './workloads.ts'

/** What one contender did in one round. */
interface Round extends LoadResult {
  /** Milliseconds of the server's CPU for 1,000 requests. */
  readonly cpu: number
  /** The same of the database. */
  readonly databaseCpu: number
  /** Calls of the upstreams for one request. */
  readonly calls: number
  /** The median that one connection by itself waits, in milliseconds; where the workload asks so. */
  readonly alone?: number | undefined
}

/** What one contender did in all rounds of a workload. */
export interface Measured {
  readonly contender: Contender
  readonly rounds: readonly Round[]
  /** Megabytes. */
  readonly peakMemory: number
}

/** What all did. */
export interface MeasuredWorkload {
  readonly measured: readonly Measured[]
  /** The median that a bare driver takes for the statements, in milliseconds, one figure a round. */
  readonly statements: readonly number[]
}

interface RunOptions extends Pick<Options, 'seconds' | 'rounds' | 'warmUp' | 'profile'> {
  readonly upstreams: Upstreams
  /** Of the run; files of a workload are written here. */
  readonly directory: string
  readonly progress: Progress
}

/** A contender that is ready for its rounds, and the files of what it is posted. */
interface Runner extends Asked {
  readonly bodyPath: string
  readonly bodiesPath: string
  readonly rounds: Round[]
}

const ONE: LoadShape = { kind: 'closed', connections: 1 }

/** Starts the contenders, compares their answers (and throws where they differ), and lets each one work in every round by turns. */
export async function runWorkload(
  workload: Workload,
  contenders: readonly Contender[],
  options: RunOptions,
): Promise<MeasuredWorkload> {
  const { upstreams, directory, progress, seconds } = options
  const file = async (name: string, content: string | Buffer) => {
    const path = join(directory, `${workload.name}-${name}`)
    await writeFile(path, content)
    return path
  }
  await upstreams.setDelay(workload.delay)
  const { urls } = upstreams
  await using stack = new AsyncDisposableStack()
  const runners: Runner[] = []
  const start = async (contender: Contender, environment: Readonly<Record<string, string>>) => {
    progress.show(`${workload.name}: starting ${contender.name}`)
    const server = stack.use(
      await startServer(contender, { workload, environment, directory, profile: options.profile }),
    )
    const bodies = contender.repeats ? (runners[0]?.bodies ?? []) : await bodiesOf(workload, server)
    const texts = bodies.map(({ text }) => text).join('\n')
    runners.push({
      server,
      bodies,
      bodyPath: await file(`${contender.name}-bodies.txt`, texts),
      bodiesPath: await file(`${contender.name}-bodies.json`, JSON.stringify(bodies)),
      rounds: [],
    })
  }
  for (const contender of contenders) if (!contender.repeats) await start(contender, urls)
  const answer = await compareAnswers(workload, runners, upstreams)
  const answerPath = await file('answer.json', answer)
  for (const contender of contenders)
    if (contender.repeats) await start(contender, { ...urls, ANSWER_PATH: answerPath })

  const load = ({ server: { url, contender }, bodyPath, bodiesPath }: Runner, shape: LoadShape, time: number) =>
    runLoad({ url, shape, sharing: contender.sharing, seconds: time, bodyPath, bodiesPath, answerPath })
  for (const { server } of runners) server.pause()
  for (const runner of runners) {
    progress.show(`${workload.name}: ${runner.server.contender.name} warms up`)
    await whileRunning(runner.server, () => load(runner, workload.shape, options.warmUp))
    progress.step()
  }
  const half = Math.ceil(seconds / 2)
  const statements: number[] = []
  for (let round = 1; round <= options.rounds; round++) {
    for (const runner of runners) {
      progress.show(`${workload.name}: ${runner.server.contender.name}, round ${round}`)
      const measured = await whileRunning(runner.server, async () => {
        const done = await measureRound(runner.server, upstreams, () => load(runner, workload.shape, seconds))
        return { ...done, alone: workload.alone ? (await load(runner, ONE, half)).p50 : undefined }
      })
      runner.rounds.push(measured)
      progress.step()
    }
    if (workload.alone) statements.push(await timeStatements(workload, urls, directory, half))
  }
  const measured = runners.map(async ({ server, rounds }) => {
    return { contender: server.contender, rounds, peakMemory: (await server.use()).peakMemory }
  })
  return { measured: await Promise.all(measured), statements }
}

async function whileRunning<T>(server: Server, work: () => Promise<T>): Promise<T> {
  await server.resume()
  try {
    return await work()
  } finally {
    server.pause()
  }
}

async function measureRound(server: Server, upstreams: Upstreams, run: () => Promise<LoadResult>): Promise<Round> {
  const look = async () => {
    const [{ cpu }, calls, databaseCpu] = await Promise.all([server.use(), upstreams.calls(), upstreams.databaseCpu()])
    return { cpu, calls, databaseCpu }
  }
  const before = await look()
  const result = await run()
  const after = await look()
  const each = (total: number) => total / result.requests
  return {
    ...result,
    cpu: each((after.cpu - before.cpu) * 1_000),
    databaseCpu: each((after.databaseCpu - before.databaseCpu) * 1_000),
    calls: each(after.calls - before.calls),
  }
}
