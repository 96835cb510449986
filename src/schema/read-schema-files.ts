import type { Stats } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type LoadedSchema, loadSchema, type SchemaText } from './load-schema.ts'
import { SchemaFileError } from './schema-file-error.ts'

/** How the files of a folder end that belong to the schema. */
const ENDING = /\.(?:graphql|graphqls|gql)$/

/** Whether a file of this name, in a folder, belongs to the schema. */
export function isSchemaFile(name: string): boolean {
  return ENDING.test(name) && !name.startsWith('.')
}

/** Reads the files of a schema; of a folder, those in it and below. Throws SchemaFileError. */
export async function readSchemaFiles(paths: string | readonly string[]): Promise<LoadedSchema> {
  return loadSchema(await readSchemaTexts(paths))
}

/** The texts of the files. Throws SchemaFileError. */
export async function readSchemaTexts(paths: string | readonly string[]): Promise<readonly SchemaText[]> {
  const files = await Promise.all([paths].flat().map(filesOf))
  return Promise.all((await distinct(files.flat())).map(readText))
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

async function filesOf(path: string): Promise<readonly string[]> {
  if (!(await tryStat(path))?.isDirectory()) return [path]
  const files = (await filesBelow(path, new Set())).toSorted()
  if (files.length > 0) return files
  throw new SchemaFileError(`The folder "${path}" has no schema files, whose names end in .graphql.`)
}

/** Folders are known by where they are, as a link may lead to a folder around it. */
async function filesBelow(folder: string, known: Set<string>): Promise<readonly string[]> {
  const place = await placeOf(folder)
  if (known.has(place)) return []
  known.add(place)
  const files: string[] = []
  for (const name of (await namesIn(folder)).toSorted()) {
    if (name.startsWith('.') || name === 'node_modules') continue
    const path = join(folder, name)
    const found = await tryStat(path)
    if (found?.isDirectory()) files.push(...(await filesBelow(path, known)))
    // A pipe or a socket would keep its reader; of a link that leads nowhere the reader tells.
    else if (ENDING.test(name) && (found?.isFile() ?? true)) files.push(path)
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

async function readText(file: string): Promise<SchemaText> {
  try {
    return { file, text: await readFile(file, 'utf8') }
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new SchemaFileError(
      missing
        ? `There is no schema file "${file}". ${WAYS}`
        : `The schema file "${file}" can't be read: ${(cause as Error).message}.`,
      { cause },
    )
  }
}

const WAYS =
  'Give its path (sluice start path/to/schema.graphql), make one of what is there (sluice import --help), or look at the demo: sluice start --demo'
