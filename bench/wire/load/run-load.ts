import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Load, LoadResult } from './load.ts'
import { runWrk } from './wrk.ts'

/** Lets requests come from a process of its own; this one waits. */
export async function runLoad(load: Load): Promise<LoadResult> {
  if (load.shape.kind === 'closed') return await runWrk(load, load.shape.connections)
  const generator = join(import.meta.dirname, 'generator.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(load)])
  return JSON.parse(stdout)
}
