import { numberOf, objectOf, textOf } from './json-values.ts'
import { readPageConfig } from './page-config.ts'
import { createStore } from './store.ts'

/** How the gateway is, as far as it tells. */
interface Readiness {
  readonly isGone: boolean
  /** `starting`, `ready` or `draining`; undefined where nothing is told. */
  readonly state?: string | undefined
  /** `ok`, or why a source does not serve, by its name; of those whose state is known without a request. */
  readonly sources: ReadonlyMap<string, string>
  /** Why the schema as it stands now is not served, but a former one. */
  readonly refused?: string | undefined
  /** How many other schemas have followed the first one. */
  readonly reloads: number
  /** How many processes there should be, and how many of them take requests. */
  readonly workers?: { readonly wanted: number; readonly ready: number } | undefined
}

const UNKNOWN = { isGone: false, sources: new Map(), reloads: 0 }

/** What the gateway has told last. */
export const readiness = createStore<Readiness>(UNKNOWN)

/** Asks the gateway how it is. A proxy may keep `/ready` inside, or answer for it: then nothing is known, and nothing told. */
export async function askReadiness(): Promise<void> {
  readiness.set(await read())
}

async function read(): Promise<Readiness> {
  try {
    const response = await fetch(new URL(readPageConfig(document).ready ?? 'ready', location.href), {
      signal: AbortSignal.timeout(10_000),
    })
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    const { state, sources, refused, reloads, workers } = objectOf(isJson ? await response.json() : undefined)
    const { wanted, ready } = objectOf(workers)
    return {
      isGone: false,
      state: textOf(state),
      sources: new Map(Object.entries(objectOf(sources)).map(([name, status]) => [name, String(status)])),
      refused: textOf(refused),
      reloads: numberOf(reloads) ?? 0,
      workers: typeof wanted === 'number' && typeof ready === 'number' ? { wanted, ready } : undefined,
    }
  } catch {
    return { ...UNKNOWN, isGone: true }
  }
}
