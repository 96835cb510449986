import type { Readiness } from '../edge/server/readiness.ts'

/** How ready several workers are as one gateway: as ready as the readiest, with each source as the worker that it is worst for. */
export function allReadiness(told: readonly (Readiness | undefined)[], wanted: number): Readiness {
  const known = told.filter(each => each !== undefined)
  const ready = known.filter(each => each.state === 'ready')
  const state = ready.length > 0 ? 'ready' : known.some(each => each.state === 'draining') ? 'draining' : 'starting'
  const sources = new Map<string, string>()
  for (const [name, status] of known.flatMap(each => Object.entries(each.sources)))
    if ((sources.get(name) ?? 'ok') === 'ok') sources.set(name, status)
  const refused = known.find(each => each.refused !== undefined)?.refused
  const reloads = Math.max(...known.map(each => each.reloads ?? 0))
  return {
    state,
    sources: Object.fromEntries(sources),
    ...(refused !== undefined && { refused }),
    ...(reloads > 0 && { reloads }),
    workers: { wanted, ready: ready.length },
  }
}
