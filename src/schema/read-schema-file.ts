import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type LoadedSchema, loadSchema } from './load-schema.ts'
import { SchemaFileError } from './schema-file-error.ts'

/** Reads a schema file. Throws SchemaFileError. */
export async function readSchemaFile(path: string): Promise<LoadedSchema> {
  return loadSchema(await readText(path), basename(path))
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const what = missing
      ? `There is no schema file "${path}".`
      : `The schema file "${path}" can't be read: ${(cause as Error).message}.`
    throw new SchemaFileError(`${what} Give its path: sluice start path/to/schema.graphql`, { cause })
  }
}
