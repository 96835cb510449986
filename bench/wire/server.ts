import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { request } from 'undici'
import { freePort } from '../../test/support/free-port.ts'
import type { Contender } from './contenders.ts'
import { startOnServerCore } from './pinned.ts'
import { type ProcessUse, readProcessUse } from './process-use.ts'
import type { Workload } from './workloads.ts'

/** A running contender. */
export interface Server extends AsyncDisposable {
  readonly contender: Contender
  readonly url: string
  use(): Promise<ProcessUse>
  /** Holds the process, which would else collect its garbage on the core of the one that is measured. */
  pause(): void
  /** Lets it go on, and see what has become of its connections. */
  resume(): Promise<void>
}

/** The longest that a server may take to listen, in milliseconds. */
const START_TIMEOUT = 60_000
const POLL = 50
/** What a server that goes on is given before it is asked, in milliseconds. */
const SETTLE = 500
/** What Sluice answers at `/ready` while it listens, and does not know its database yet; others have no such path. */
const STARTING = 503

/** Where a contender runs. */
export interface Surroundings {
  readonly workload: Workload
  /** URLs of the upstreams and what else it reads. */
  readonly environment: Readonly<Record<string, string>>
  /** For files of its own. */
  readonly directory: string
  /** Whether it leaves a CPU profile in `results/`. */
  readonly profile: boolean
}

/** Ends the process in a way in which Node writes its profile. */
const PROFILED = [
  '--cpu-prof',
  `--cpu-prof-dir=${join(import.meta.dirname, 'results')}`,
  '--import',
  "data:text/javascript,process.on('SIGUSR2', () => process.exit())",
]

/** Starts the contender on the server's core. Throws where it ends, or does not listen in a minute. */
export async function startServer(
  contender: Contender,
  { workload, environment, directory, profile }: Surroundings,
): Promise<Server> {
  const port = await freePort()
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    PORT: `${port}`,
    SCHEMA: workload.schema,
    WORKLOAD: workload.name,
    ...environment,
    ...contender.environment,
  }
  const preparedPath = join(directory, `${workload.name}-${contender.name}.graphql`)
  if (contender.preparation) {
    const { stdout } = await promisify(execFile)(process.execPath, contender.preparation, { env })
    await writeFile(preparedPath, stdout)
  }
  const name = `--cpu-prof-name=${workload.name}-${contender.name}.cpuprofile`
  const args = [...(profile ? [...PROFILED, name] : []), ...contender.command({ port, workload, preparedPath })]
  const log = contender.logs ? await open(join(directory, `${workload.name}-${contender.name}.log`), 'w') : undefined
  const child = startOnServerCore(args, { stdio: ['ignore', 'ignore', log?.fd ?? 'inherit'], env })
  const exit = once(child, 'exit')
  await log?.close()
  const url = `http://127.0.0.1:${port}/graphql`
  const stop = async () => {
    child.kill(profile ? 'SIGUSR2' : 'SIGKILL')
    child.kill('SIGCONT')
    await exit
  }
  const deadline = performance.now() + START_TIMEOUT
  while (!(await isReady(url))) {
    const late = performance.now() > deadline
    if (!late && child.exitCode === null && child.signalCode === null) {
      await setTimeout(POLL)
      continue
    }
    await stop()
    throw new Error(`${contender.name} ${late ? `does not listen after ${START_TIMEOUT / 1_000} s` : 'ended'}`)
  }
  const { pid } = child
  if (pid === undefined) throw new Error(`${contender.name} has no process`)
  return {
    contender,
    url,
    use: () => readProcessUse(pid),
    pause: () => void child.kill('SIGSTOP'),
    resume: async () => {
      child.kill('SIGCONT')
      await setTimeout(SETTLE)
    },
    [Symbol.asyncDispose]: stop,
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(new URL('/ready', url))
    await body.dump()
    return statusCode !== STARTING
  } catch {
    return false
  }
}
