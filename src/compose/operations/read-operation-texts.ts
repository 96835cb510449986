import type { SchemaText } from '../../schema/load-schema.ts'
import { type FileKind, readTexts } from '../../schema/read-files.ts'

const OPERATION_FILES: FileKind = {
  called: 'operation files',
  ending: /\.(?:graphql|gql|json)$/,
  endings: '.graphql, .gql or .json',
  remedy: 'Give the path of a manifest, or of a folder of operations: --operations operations/',
}

/** The texts of operations and manifests. Throws SchemaFileError. */
export function readOperationTexts(paths: readonly string[]): Promise<readonly SchemaText[]> {
  return readTexts(paths, OPERATION_FILES)
}
