import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compareAnswers } from './compare-answers.ts'
import type { Contender } from './contenders.ts'
import type { Body, LoadResult } from './load/load.ts'
import { runLoad } from './load/run-load.ts'
import type { Options } from './options.ts'
import type { Progress } from './report/progress.ts'
import { type Server, startServer } from './server.ts'
import type { Upstreams } from './upstreams/upstreams.ts'
import type { Workload } from './workloads.ts'

/** What one contender did in one round. */
interface Round extends LoadResult {
  /** Milliseconds of the server's CPU for 1,000 requests. */
  readonly cpu: number
  /** Calls of the upstreams for one request. */
  readonly calls: number
}

/** What one contender did in all rounds of a workload. */
export interface Measured {
  readonly contender: Contender
  readonly rounds: readonly Round[]
  /** Megabytes. */
  readonly peakMemory: number
}

interface RunOptions extends Pick<Options, 'seconds' | 'rounds' | 'warmUp' | 'profile'> {
  readonly upstreams: Upstreams
  /** Of the run; files of a workload are written here. */
  readonly directory: string
  readonly progress: Progress
}

/** Of the texts of a workload, so many are compared. */
const COMPARED_TEXTS = 20

/** Starts the contenders, compares their answers (and throws where they differ), and lets each one work in every round by turns. */
export async function runWorkload(
  workload: Workload,
  contenders: readonly Contender[],
  options: RunOptions,
): Promise<Measured[]> {
  const { upstreams, directory, progress } = options
  const file = async (name: string, content: string | Buffer) => {
    const path = join(directory, `${workload.name}-${name}.json`)
    await writeFile(path, content)
    return path
  }
  const bodies: Body[] = workload.operations.map(({ query, timed }) => ({ text: JSON.stringify({ query }), timed }))
  const bodyPath = await file('body', bodies[0]?.text ?? '')
  const bodiesPath = await file('bodies', JSON.stringify(bodies))
  await upstreams.setDelay(workload.delay)
  const { urls } = upstreams
  await using stack = new AsyncDisposableStack()
  const servers: Server[] = []
  const start = async (contender: Contender, environment: Readonly<Record<string, string>>) => {
    progress.show(`${workload.name}: starting ${contender.name}`)
    servers.push(
      stack.use(await startServer(contender, { workload, environment, directory, profile: options.profile })),
    )
  }
  for (const contender of contenders) if (!contender.repeats) await start(contender, urls)
  const texts = bodies.slice(0, COMPARED_TEXTS).map(({ text }) => text)
  const answer = await compareAnswers(texts, servers, upstreams)
  const answerPath = await file('answer', answer)
  for (const contender of contenders)
    if (contender.repeats) await start(contender, { ...urls, ANSWER_PATH: answerPath })

  const load = ({ url, contender: { sharing } }: Server, seconds: number) =>
    runLoad({ url, shape: workload.shape, sharing, seconds, bodyPath, bodiesPath, answerPath })
  for (const server of servers) {
    progress.show(`${workload.name}: ${server.contender.name} warms up`)
    await load(server, options.warmUp)
    progress.step()
  }
  const rounds = new Map(servers.map(server => [server, [] as Round[]]))
  for (let round = 1; round <= options.rounds; round++)
    for (const server of servers) {
      progress.show(`${workload.name}: ${server.contender.name}, round ${round}`)
      const before = { use: await server.use(), calls: await upstreams.calls() }
      const result = await load(server, options.seconds)
      const after = { use: await server.use(), calls: await upstreams.calls() }
      rounds.get(server)?.push({
        ...result,
        cpu: ((after.use.cpu - before.use.cpu) * 1_000) / result.requests,
        calls: (after.calls - before.calls) / result.requests,
      })
      progress.step()
    }
  return await Promise.all(
    servers.map(async server => ({
      contender: server.contender,
      rounds: rounds.get(server) ?? [],
      peakMemory: (await server.use()).peakMemory,
    })),
  )
}
