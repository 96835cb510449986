import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type LoadedSchema, loadSchema, type SchemaText } from './load-schema.ts'
import { SchemaFileError } from './schema-file-error.ts'

/** How the files of a folder end that belong to the schema. */
const ENDING = /\.(?:graphql|graphqls|gql)$/

/** Reads the files of a schema; of a folder, those in it and below. Throws SchemaFileError. */
export async function readSchemaFiles(paths: string | readonly string[]): Promise<LoadedSchema> {
  return loadSchema(await readSchemaTexts(paths))
}

/** The texts of the files. Throws SchemaFileError. */
export async function readSchemaTexts(paths: string | readonly string[]): Promise<readonly SchemaText[]> {
  const files = await Promise.all([paths].flat().map(filesOf))
  // One that is named and lies in a folder that is named too is one.
  return Promise.all([...new Set(files.flat())].map(readText))
}

async function filesOf(path: string): Promise<readonly string[]> {
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isFolder) return [path]
  const names = await readdir(path, { recursive: true })
  const files = names.filter(name => ENDING.test(name) && !/(?:^|\/)(?:\.|node_modules\/)/.test(name)).sort()
  if (files.length > 0) return files.map(name => join(path, name))
  throw new SchemaFileError(`The folder "${path}" has no schema files, whose names end in .graphql.`)
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
