import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { readImports } from '../test/support/read-imports.ts'

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
