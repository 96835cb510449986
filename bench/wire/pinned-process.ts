import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The core of the server that is measured, as taskset takes it. */
export const SERVER_CORE = '1'
/** The cores of everything else. */
export const OTHER_CORES = availableParallelism() > 2 ? `0,2-${availableParallelism() - 1}` : '0'

/** Starts a program on these cores only; its process id is that of the program. It ends with this process. */
export function startPinned(
  cores: string,
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const child = spawn('taskset', ['--cpu-list', cores, program, ...args], options)
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  return child
}
