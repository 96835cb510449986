import { dirname, join, relative } from 'node:path'
import { type Plugin, rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')

export interface BundleOptions {
  /** The files that are started or imported, from the root, without `.ts`; each stays at its place. */
  readonly entries: readonly string[]
  /** The folder of what they share and of what is loaded later, in that of the package. */
  readonly chunks: string
  /** Packages that are not taken in. */
  readonly external: readonly string[]
}

/** Bundles sources with the packages that they import. Resolves to the paths of the packages' files that it took in. */
export async function bundle(folder: string, { entries, chunks, external }: BundleOptions): Promise<readonly string[]> {
  const inputs = new Map(entries.map(entry => [entry, join(root, `${entry}.ts`)]))
  await using build = await rolldown({
    input: Object.fromEntries(inputs),
    platform: 'node',
    external: id => external.includes(packageOf(id)),
    plugins: [keepPlaces(new Set(inputs.values()))],
  })
  const { output } = await build.write({
    dir: folder,
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: `${chunks}/[name]-[hash].js`,
  })
  const modules = output.flatMap(file => (file.type === 'chunk' ? file.moduleIds : []))
  return modules.filter(id => id.includes('/node_modules/'))
}

function packageOf(id: string): string {
  return id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/')
}

const PLACE = /__placeOf\("([^"]+)"\)\.(url|dirname)/g

/** What a source reads from beside itself is found from where the source would lie, whatever chunk it is in. */
function keepPlaces(entries: ReadonlySet<string>): Plugin {
  return {
    name: 'keep-places',
    transform(code, id) {
      if (entries.has(id) || id.includes('/node_modules/') || !code.includes('import.meta.')) return null
      const place = relative(root, id)
      const marked = code
        .replaceAll(/\bimport\.meta\.main\b/g, 'false')
        .replaceAll(/\bimport\.meta\.(url|dirname)\b/g, (_, property) => `__placeOf("${place}").${property}`)
      // All lines are where they were.
      return { code: marked, map: null }
    },
    renderChunk(code, { fileName }) {
      if (!code.includes('__placeOf(')) return null
      const placed = code.replaceAll(PLACE, (_, place: string, property: string) => {
        const way = relative(dirname(fileName), place)
        return property === 'url' ? `new URL("${way}", import.meta.url)` : `(import.meta.dirname + "/${dirname(way)}")`
      })
      return { code: placed, map: null }
    },
  }
}
