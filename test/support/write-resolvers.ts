import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const SLUICE = import.meta.resolve('../../src/index.ts')

/** Writes a module of resolvers, with the sources as the package that it imports; its path, or undefined where there is none. */
export async function writeResolvers(directory: string, text: string | undefined): Promise<string | undefined> {
  if (text === undefined) return undefined
  const path = join(directory, 'resolvers.ts')
  await writeFile(path, text.replaceAll("'sluice'", JSON.stringify(SLUICE)))
  return path
}
