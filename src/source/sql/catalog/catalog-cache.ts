import type { Catalog } from '../../catalog.ts'

export interface CatalogCache {
  /** Reads the catalogue anew and keeps it. */
  refresh(signal: AbortSignal): Promise<Catalog>
  /** The catalogue that was read last; where there is none, reads it once for all who wait. */
  current(): Promise<Catalog>
}

export function createCatalogCache(
  read: (signal: AbortSignal) => Promise<Catalog>,
  closing: AbortSignal,
): CatalogCache {
  let last: Catalog | undefined
  let pending: Promise<Catalog> | undefined
  const refresh = async (signal: AbortSignal) => {
    last = await read(signal)
    return last
  }
  const join = () => {
    pending ??= refresh(closing).finally(() => {
      pending = undefined
    })
    return pending
  }
  return { refresh, current: async () => last ?? join() }
}
