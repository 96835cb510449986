import { readdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What the process holds. */
export interface Stock {
  /** Sockets, servers, timers and the like that keep the event loop alive, by kind. */
  readonly resources: Readonly<Record<string, number>>
  readonly files: number
}

export function takeStock(): Stock {
  const resources: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1
  return { resources, files: readdirSync('/proc/self/fd').length }
}

/** What the process holds beyond the stock of before; what is being closed has a moment for it. */
export async function findLeaks(before: Stock): Promise<string[]> {
  await until(async () => leaksBeyond(before, takeStock()).length === 0)
  return leaksBeyond(before, takeStock())
}

/** Waits until it holds, a few seconds at most. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 200 && !(await holds()); round++) await setTimeout(25)
}

function leaksBeyond(before: Stock, after: Stock): string[] {
  const leaks = Object.entries(after.resources).flatMap(([kind, count]) => {
    const more = count - (before.resources[kind] ?? 0)
    return more > 0 ? [`${more} of ${kind}`] : []
  })
  return after.files > before.files ? [...leaks, `${after.files - before.files} file handles`] : leaks
}

/** Bytes of the heap that are in use, garbage left out. */
export async function measureHeap(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // What is let go by the first collection may hold more.
  for (let round = 0; round < 3; round++) {
    collect()
    await setTimeout(10)
  }
  return process.memoryUsage().heapUsed
}
