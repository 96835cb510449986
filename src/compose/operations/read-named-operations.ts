import { hasErrors, SchemaProblems } from '../../schema/problem.ts'
import { type FileOperation, operationsOf } from './operation-file.ts'
import { readOperationTexts } from './read-operation-texts.ts'

/** The operations of files of GraphQL. Throws SchemaFileError, and SchemaProblems for files that hold none or what is none. */
export async function readNamedOperations(paths: readonly string[]): Promise<readonly FileOperation[]> {
  const texts = await readOperationTexts(paths)
  const { operations, problems } = operationsOf(texts)
  if (hasErrors(problems)) throw new SchemaProblems(problems)
  if (operations.length === 0) throw new Error(`There is no operation in ${paths.join(', ')}.`)
  return operations
}
