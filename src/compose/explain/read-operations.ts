import { readFile } from 'node:fs/promises'
import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql'
import type { Config } from '../../config/config.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { hasErrors, SchemaProblems } from '../../schema/problem.ts'
import { trustOperations } from '../operations/trust-operations.ts'

/** One operation of a text. */
export interface NamedText {
  readonly text: string
  /** Undefined for the only one of its text. */
  readonly name: string | undefined
}

type Reading = Pick<Config, 'profile' | 'limits' | 'introspection' | 'maxOperationBytes'>

/**
 * The operations that are meant: by a text, a file of operations, or a folder or a manifest as `--operations` takes them. Throws Error, SchemaFileError
 * and SchemaProblems.
 */
export async function readOperations(
  operation: string,
  name: string | undefined,
  config: Reading,
  schemaPlan: SchemaPlan,
): Promise<readonly NamedText[]> {
  if (operation.includes('{')) return operationsIn(operation, name, 'The text')
  const text = operation.endsWith('.json') ? undefined : await readIfFile(operation)
  if (text !== undefined) return operationsIn(text, name, operation)
  const { documents, problems } = await trustOperations({ ...config, operations: [operation] }, schemaPlan)
  if (hasErrors(problems)) throw new SchemaProblems(problems)
  const found = documents.filter(({ ids }) => name === undefined || ids.includes(name))
  if (found.length === 0) throw new Error(`${operation} has no operation "${name}".`)
  return found.map(each => ({ text: each.text, name: undefined }))
}

/** Undefined for a folder; what else can't be read is told. */
async function readIfFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EISDIR') return undefined
    const why = code === 'ENOENT' ? 'there is no such file' : message
    throw new Error(
      `The operation "${path}" can't be read: ${why}. Give a file, a folder, or the text of an operation.`,
    )
  }
}

function operationsIn(text: string, name: string | undefined, place: string): readonly NamedText[] {
  const names = parsed(text, place).definitions.flatMap(definition =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : [],
  )
  if (names.length === 0) throw new Error(`${place} has no operation.`)
  if (name === undefined) return names.map(each => ({ text, name: each }))
  if (!names.includes(name)) throw new Error(`${place} has no operation "${name}".`)
  return [{ text, name }]
}

function parsed(text: string, place: string): DocumentNode {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const [at] = error.locations ?? []
    throw new Error(`${place}${at ? `:${at.line}:${at.column}` : ''} can't be read: ${error.message}`)
  }
}
