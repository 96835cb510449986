import type { Call } from './trace.ts'

/** What is special about a call, in a word or two each; what failed first. */
export function marksOf({ error, refusedByCircuit, cached, joined, tries, moreTries, empty }: Call): readonly string[] {
  const sent = tries.length + moreTries
  const emptyKeys = [...empty.values()].reduce((sum, each) => sum + each, 0)
  return [
    error === undefined ? [] : `failed: ${error}`,
    refusedByCircuit ? 'circuit open' : [],
    cached ? 'cached' : [],
    joined ? 'joined' : [],
    sent > 1 ? `${sent} tries` : [],
    emptyKeys > 0 ? `${emptyKeys} empty` : [],
  ].flat()
}

/** The HTTP status that came last; empty where there was none. */
export function statusOf({ tries }: Call): string {
  return String(tries.findLast(({ status }) => status !== undefined)?.status ?? '')
}
