import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram, type Program } from '../../../test/support/find-program.ts'
import type { Load, LoadResult } from './load.ts'

export const WRK: Program = {
  title: 'wrk',
  commands: ['wrk'],
  debianPackages: ['wrk'],
  variable: 'WRK',
}

const SCRIPT = join(import.meta.dirname, 'wrk.lua')
/** The longest that answers to what is under way at the end may take, in seconds. */
const DRAIN = 60

/** A closed loop of so many connections. */
export async function runWrk({ url, bodyPath, sharing, seconds }: Load, connections: number): Promise<LoadResult> {
  const flags = ['-t', '1', '-c', `${connections}`, '-d', `${Math.ceil(seconds) + DRAIN}s`, '--timeout', `${DRAIN}s`]
  const args = ['-s', SCRIPT, url, '--', bodyPath, sharing, `${connections}`, `${seconds}`]
  const { stdout } = await promisify(execFile)(await findProgram(WRK), [...flags, ...args])
  const elapsed = /^SECONDS (.*)$/m.exec(stdout)?.[1]
  const result = /^RESULT (.*)$/m.exec(stdout)?.[1]
  if (elapsed === undefined || result === undefined)
    throw new Error(`some of ${connections} connections to ${url} had no answer for ${DRAIN} s\n${stdout}`)
  const { requests, ...more } = JSON.parse(result) as Omit<LoadResult, 'rate'>
  return { requests, rate: requests / Number(elapsed), ...more }
}
