import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { readImports } from '../support/read-imports.ts'

/** The declarations that a package's own lead to, by path in it. */
export async function reachDeclarations(root: string, entry: string): Promise<ReadonlyMap<string, string>> {
  const reached = new Map<string, string>([[entry, '']])
  // What is found is added while it is gone through.
  for (const path of reached.keys()) {
    const text = await readFile(join(root, path), 'utf8')
    reached.set(path, text)
    for (const { specifier } of readImports(text.replaceAll('"', "'")))
      if (specifier.startsWith('.')) {
        const target = relative(root, join(root, dirname(path), specifier)).replace(/\.[jt]s$/, '.d.ts')
        if (!reached.has(target)) reached.set(target, '')
      }
  }
  return reached
}

/** What an index of `export { a, type B } from` names. */
export function exportedNames(index: string): { readonly values: string[]; readonly types: string[] } {
  const names = [...index.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, type, list = '']) =>
    list.split(',').map(name => (type ? `type ${name.trim()}` : name.trim())),
  )
  return {
    values: names.filter(name => !name.startsWith('type ')).sort(),
    types: names.flatMap(name => (name.startsWith('type ') ? name.slice('type '.length) : [])).sort(),
  }
}
