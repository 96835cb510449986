import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { askOnce, differences } from './answers.ts'
import type { Contender } from './contenders.ts'
import type { LoadResult } from './load/load.ts'
import { runWrk } from './load/wrk.ts'
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

export interface RunOptions {
  readonly seconds: number
  readonly rounds: number
  /** Seconds of load before the first round. */
  readonly warmUp: number
  readonly upstreams: Upstreams
  /** Of the run; files of a workload are written here. */
  readonly directory: string
  readonly progress: Progress
}

/**
 * Starts the contenders, compares their answers, and lets each one work in every round by turns. Throws where an answer
 * differs from that of the first contender.
 */
export async function runWorkload(
  workload: Workload,
  contenders: readonly Contender[],
  options: RunOptions,
): Promise<Measured[]> {
  const { upstreams, directory, progress } = options
  const bodyPath = join(directory, `${workload.name}.json`)
  await writeFile(bodyPath, JSON.stringify({ query: workload.query }))
  const { urls } = await upstreams.order({ delay: workload.delay })
  await using stack = new AsyncDisposableStack()
  const servers: Server[] = []
  const start = async (contender: Contender, environment: Readonly<Record<string, string>>) => {
    progress.show(`${workload.name}: starting ${contender.name}`)
    servers.push(stack.use(await startServer(contender, workload, environment)))
  }
  for (const contender of contenders) if (!contender.repeats) await start(contender, urls)
  const reference = await compareAnswers(workload, servers, upstreams)
  const ANSWER_PATH = join(directory, `${workload.name}-answer.json`)
  await writeFile(ANSWER_PATH, reference)
  for (const contender of contenders) if (contender.repeats) await start(contender, { ...urls, ANSWER_PATH })

  const load = async ({ url, contender }: Server, seconds: number) =>
    runWrk({ url, bodyPath, sharing: contender.sharing, connections: workload.connections, seconds })
  for (const server of servers) {
    progress.show(`${workload.name}: ${server.contender.name} warms up`)
    await load(server, options.warmUp)
    progress.step()
  }
  const rounds = new Map(servers.map(server => [server, [] as Round[]]))
  for (let round = 1; round <= options.rounds; round++)
    for (const server of servers) {
      progress.show(`${workload.name}: ${server.contender.name}, round ${round}`)
      const before = { use: await server.use(), ...(await upstreams.order({})) }
      const result = await load(server, options.seconds)
      const after = { use: await server.use(), ...(await upstreams.order({})) }
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

/** The bytes of the first server's answer. Whoever is to pass the client's Authorization on must have done so. */
async function compareAnswers(
  { name, query }: Workload,
  servers: readonly Server[],
  upstreams: Upstreams,
): Promise<Buffer> {
  let reference: Buffer | undefined
  for (const { url, contender } of servers) {
    const before = await upstreams.order({})
    const authorization = contender.sharing === 'unshared' ? 'Bearer of-the-first-request' : undefined
    const answer = await askOnce(url, JSON.stringify({ query }), authorization)
    const after = await upstreams.order({})
    if (authorization !== undefined && after.anonymousCalls > before.anonymousCalls)
      throw new Error(`${name}: ${contender.name} keeps the client's Authorization for itself`)
    reference ??= answer
    const different = differences(JSON.parse(reference.toString()), JSON.parse(answer.toString()))
    if (different.length > 0)
      throw new Error(
        `${name}: ${servers[0]?.contender.name} and ${contender.name} answer differently\n  ${different.join('\n  ')}`,
      )
  }
  if (!reference) throw new Error(`${name}: nobody answers`)
  return reference
}
