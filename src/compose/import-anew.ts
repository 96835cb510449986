import { registerHooks } from 'node:module'

/** The parameter by which a module that is loaded again is another one. */
const LOAD = 'sluice-load'

const known = new Set<string>()
let loads = 0

/**
 * Imports a module as its file is now, and what it imports of its own by relative paths; packages are those that are loaded. What was
 * loaded before stays in memory with whoever has it. Rejects as `import` does.
 */
export async function importAnew(url: URL): Promise<Readonly<Record<string, unknown>>> {
  if (!known.has(url.href)) {
    known.add(url.href)
    return await import(url.href)
  }
  const load = String(++loads)
  const again = new URL(url)
  again.searchParams.set(LOAD, load)
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      const found = nextResolve(specifier, context)
      const isOwn = specifier.startsWith('.') && URL.parse(context.parentURL ?? '')?.searchParams.get(LOAD) === load
      if (!isOwn || !found.url.startsWith('file:')) return found
      const part = new URL(found.url)
      part.searchParams.set(LOAD, load)
      return { ...found, url: part.href }
    },
  })
  try {
    return await import(again.href)
  } finally {
    hooks.deregister()
  }
}
