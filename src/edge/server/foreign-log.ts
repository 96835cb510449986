import type { Log } from '../../observe/log.ts'

/** Origins that are remembered as told; of more, nothing is told. */
const MOST_ORIGINS = 100
const MOST_CHARACTERS = 200

/** Tells each origin once whose pages are refused, its preflights included: a browser shows its developer no more than that it failed. */
export function createForeignLog(log: Log): (origin: string | undefined, requestId: string) => void {
  const told = new Set<string>()
  return (given = 'unknown', requestId) => {
    const origin = given.slice(0, MOST_CHARACTERS)
    if (told.has(origin) || told.size >= MOST_ORIGINS) return
    told.add(origin)
    log.warn({ requestId, origin }, 'pages of this origin are refused; if they may ask, list it by --cors-origins')
  }
}
