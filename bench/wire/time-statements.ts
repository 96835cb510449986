import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { startOnServerCore } from './pinned.ts'
import type { Workload } from './workloads.ts'

const BARE = join(import.meta.dirname, 'peers/bare-driver.mjs')

/**
 * The median time that the statements of one request take on one connection of a driver, in milliseconds, measured for so
 * many seconds. They are those of the endpoint by hand, sent one after another.
 */
export async function timeStatements(
  { name, operations }: Workload,
  urls: Readonly<Record<string, string>>,
  directory: string,
  seconds: number,
): Promise<number> {
  const path = join(directory, `${name}-operations.json`)
  await writeFile(path, JSON.stringify(operations))
  const env = { PATH: process.env.PATH, WORKLOAD: name, OPERATIONS_PATH: path, SECONDS: `${seconds}`, ...urls }
  const child = startOnServerCore([BARE], { stdio: ['ignore', 'pipe', 'inherit'], env })
  if (!child.stdout) throw new Error('the bare driver says nothing')
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const time = Number(said)
  if (code !== 0 || !(time > 0)) throw new Error(`the bare driver of ${name} ended with ${code}`)
  return time
}
