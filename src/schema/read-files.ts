import type { Stats } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SchemaText } from './load-schema.ts'
import { SchemaFileError } from './schema-file-error.ts'

/** What files are looked for in a folder. */
export interface FileKind {
  /** What they are called, as "schema files". */
  readonly called: string
  readonly ending: RegExp
  /** The same for people. */
  readonly endings: string
  /** What to do where one is missing. */
  readonly remedy: string
}

/** The texts of files; of a folder, of those in it and below, and each once. Throws SchemaFileError. */
export async function readTexts(paths: string | readonly string[], kind: FileKind): Promise<readonly SchemaText[]> {
  const files = await Promise.all([paths].flat().map(path => filesOf(path, kind)))
  return Promise.all((await distinct(files.flat())).map(file => readText(file, kind)))
}

/** The first of all paths that lead to one file: it may be named, lie in a folder that is named too, or have links to it. */
async function distinct(files: readonly string[]): Promise<readonly string[]> {
  const places = await Promise.all(files.map(placeOf))
  const known = new Set<string>()
  return files.filter((_, at) => known.size < known.add(places[at] as string).size)
}

/** Where a path leads; it tells itself where it leads nowhere. */
async function placeOf(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

async function filesOf(path: string, kind: FileKind): Promise<readonly string[]> {
  if (!(await tryStat(path))?.isDirectory()) return [path]
  const files = (await filesBelow(path, kind, new Set())).toSorted()
  if (files.length > 0) return files
  throw new SchemaFileError(`The folder "${path}" has no ${kind.called}, whose names end in ${kind.endings}.`)
}

/** Folders are known by where they are, as a link may lead to a folder around it. */
async function filesBelow(folder: string, kind: FileKind, known: Set<string>): Promise<readonly string[]> {
  const place = await placeOf(folder)
  if (known.has(place)) return []
  known.add(place)
  const files: string[] = []
  for (const name of (await namesIn(folder)).toSorted()) {
    if (name.startsWith('.') || name === 'node_modules') continue
    const path = join(folder, name)
    const found = await tryStat(path)
    if (found?.isDirectory()) files.push(...(await filesBelow(path, kind, known)))
    // A pipe or a socket would keep its reader; of a link that leads nowhere the reader tells.
    else if (kind.ending.test(name) && (found?.isFile() ?? true)) files.push(path)
  }
  return files
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    throw new SchemaFileError(`The folder "${folder}" can't be read: ${(cause as Error).message}.`, { cause })
  }
}

async function tryStat(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined)
}

async function readText(file: string, { called, remedy }: FileKind): Promise<SchemaText> {
  try {
    return { file, text: await readFile(file, 'utf8') }
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const one = called.replace(/s$/, '')
    throw new SchemaFileError(
      missing
        ? `There is no ${one} "${file}". ${remedy}`
        : `The ${one} "${file}" can't be read: ${(cause as Error).message}.`,
      { cause },
    )
  }
}
