import { readdir, readFile } from 'node:fs/promises'

/** What a process and its descendants have used since their start. */
export interface ProcessUse {
  /** Milliseconds of CPU, those of children that have ended too. */
  readonly cpu: number
  /** The most memory that was resident at once, in megabytes; of several processes, the sum of each one's most. */
  readonly peakMemory: number
}

/** Linux counts the CPU time that it shows in hundredths of a second (USER_HZ). */
const TICK = 10

interface Stat {
  readonly pid: number
  readonly parent: number
  readonly ticks: number
}

/** Reads `/proc` (proc(5)). */
export async function readProcessUse(pid: number): Promise<ProcessUse> {
  const processes = descendantsOf(pid, await readStats())
  const peaks = await Promise.all(processes.map(each => readPeak(each.pid)))
  return {
    cpu: processes.reduce((sum, { ticks }) => sum + ticks * TICK, 0),
    peakMemory: peaks.reduce((sum, peak) => sum + peak, 0),
  }
}

/** The fields of `/proc/PID/stat`; the name in it may hold anything, also blanks and brackets. */
export function parseStat(text: string): Stat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  // Behind the name: state, ppid (field 4 of the manual); utime, stime, cutime, cstime are fields 14 to 17.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return { pid: Number.parseInt(text, 10), parent: Number(fields[1]), ticks }
}

/** The process itself, its children, theirs and so on. */
export function descendantsOf(pid: number, stats: readonly Stat[]): Stat[] {
  const found = stats.filter(stat => stat.pid === pid)
  for (const { pid: parent } of found) found.push(...stats.filter(stat => stat.parent === parent))
  return found
}

async function readStats(): Promise<Stat[]> {
  const names = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  // A process may end while it is read.
  const texts = await Promise.all(names.map(name => readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined)))
  return texts.filter(text => text !== undefined).map(parseStat)
}

async function readPeak(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1_024
}
