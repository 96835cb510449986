import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'

/** The core of the server that is measured, as taskset takes it. */
const SERVER_CORE = '1'

/** Keeps this process, and all that it starts from now on, off the server's core. */
export async function leaveServerCore(): Promise<void> {
  const cores = availableParallelism()
  if (cores < 2) throw new Error('this benchmark needs two cores: one for the server, one for all else')
  const others = cores > 2 ? `0,2-${cores - 1}` : '0'
  await promisify(execFile)('taskset', ['--all-tasks', '--cpu-list', '--pid', others, `${process.pid}`])
}

/** What this process has started and is to take with it. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts Node on the server's core; its process id is that of Node. It ends with this process. */
export function startOnServerCore(args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn('taskset', ['--cpu-list', SERVER_CORE, process.execPath, ...args], options)
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}
