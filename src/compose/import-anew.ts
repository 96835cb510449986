import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The parameter by which a module that is loaded again is another one. */
const LOAD = 'sluice-load'

const known = new Set<string>()
let loads = 0

/**
 * Imports a module as its file is now, and what it imports of its own by relative paths; packages are those that are loaded. `onFile` is told the
 * paths of all these before they are read. What was loaded before stays in memory with whoever has it. Rejects as `import` does.
 */
export async function importAnew(url: URL, onFile: (path: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const first = new URL(url)
  const load = known.has(url.href) ? String(++loads) : undefined
  if (load !== undefined) first.searchParams.set(LOAD, load)
  known.add(url.href)
  onFile(fileURLToPath(url))
  const own = new Set([first.href])
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      const found = nextResolve(specifier, context)
      const isOwn = specifier.startsWith('.') && own.has(context.parentURL ?? '') && found.url.startsWith('file:')
      if (!isOwn) return found
      const part = new URL(found.url)
      onFile(fileURLToPath(part))
      if (load !== undefined) part.searchParams.set(LOAD, load)
      own.add(part.href)
      return { ...found, url: part.href }
    },
  })
  try {
    return await import(first.href)
  } finally {
    hooks.deregister()
  }
}
