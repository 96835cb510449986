import { type LoadedSchema, loadSchema, type SchemaText } from './load-schema.ts'
import { type FileKind, readTexts } from './read-files.ts'
import type { OwnScalars } from './scalar/own-scalars.ts'

const SCHEMA_FILES: FileKind = {
  called: 'schema files',
  ending: /\.(?:graphql|graphqls|gql)$/,
  endings: '.graphql',
  remedy:
    'Give its path (sluice start path/to/schema.graphql), make one of what is there (sluice import --help), or look at the demo: sluice start --demo',
}

/** Whether a file of this name, in a folder, belongs to the schema. */
export function isSchemaFile(name: string): boolean {
  return SCHEMA_FILES.ending.test(name) && !name.startsWith('.')
}

/** Reads the files of a schema; of a folder, those in it and below. Throws SchemaFileError. */
export async function readSchemaFiles(paths: string | readonly string[], scalars?: OwnScalars): Promise<LoadedSchema> {
  return loadSchema(await readSchemaTexts(paths), scalars)
}

/** The texts of the files. Throws SchemaFileError. */
export function readSchemaTexts(paths: string | readonly string[]): Promise<readonly SchemaText[]> {
  return readTexts(paths, SCHEMA_FILES)
}
