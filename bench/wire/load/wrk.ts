import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram, type Program } from '../../../test/support/find-program.ts'
import { OTHER_CORES } from '../pinned-process.ts'
import type { Load, LoadResult } from './load.ts'

export const WRK: Program = {
  title: 'wrk',
  commands: ['wrk'],
  debianPackages: ['wrk'],
  variable: 'WRK',
}

const SCRIPT = join(import.meta.dirname, 'wrk.lua')
/** Seconds for what is under way at the end. */
const DRAIN = 1

/** A closed loop: each connection asks again as soon as it has its answer. */
export async function runWrk({ url, bodyPath, sharing, connections, seconds }: Load): Promise<LoadResult> {
  const flags = ['-t', '1', '-c', `${connections}`, '-d', `${Math.ceil(seconds) + DRAIN}s`, '--timeout', '60s']
  const wrk = [await findProgram(WRK), ...flags, '-s', SCRIPT, url, '--', bodyPath, sharing, `${seconds}`]
  const { stdout } = await promisify(execFile)('taskset', ['--cpu-list', OTHER_CORES, ...wrk])
  const result = JSON.parse(/^RESULT (.*)$/m.exec(stdout)?.[1] ?? '') as Omit<LoadResult, 'rate'>
  // At the end of the time each connection had one request under way.
  return { ...result, rate: (result.requests - connections) / seconds }
}
