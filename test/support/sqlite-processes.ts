import { readdir, readFile } from 'node:fs/promises'

/** How often is looked before a test gives up: many times longer than anything takes. */
const MAX_ATTEMPTS = 3_000

/** The processes that have the SQLite file open for a gateway, by their ids; Linux only. */
export async function sqliteProcesses(url: string): Promise<number[]> {
  const path = url.slice('sqlite:'.length)
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const all = await Promise.all(ids.map(async id => ({ id: Number(id), words: await commandLine(id) })))
  return all.filter(({ words }) => words.includes(path)).map(({ id }) => id)
}

/** Looks until this one has ended, all of them unless said. Throws where that never comes. */
export async function untilGone(url: string, one?: number): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const left = await sqliteProcesses(url)
    if (one === undefined ? left.length === 0 : !left.includes(one)) return
  }
  throw new Error('a process is left')
}

/** Empty for a process that has ended and is not taken note of. */
async function commandLine(id: string): Promise<readonly string[]> {
  const text = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')
  return text.split('\0')
}

/** CPU time in ticks of 10 ms that only a statement takes: far more than a start does. */
const STATEMENT_TICKS = 50

/** Looks until a statement has been running for a while in a process of the file, and gives its id. */
export async function untilBusy(url: string): Promise<number> {
  for (;;) {
    for (const id of await sqliteProcesses(url)) {
      const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')
      const [user = 0, system = 0] = stat.split(' ').slice(13, 15).map(Number)
      if (user + system >= STATEMENT_TICKS) return id
    }
  }
}
