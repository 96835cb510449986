import { createHash } from 'node:crypto'
import { join } from 'node:path'
import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  KnownFragmentNamesRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  print,
  UniqueVariableNamesRule,
  validate,
  visit,
} from 'graphql'
import type { Config } from '../../config/config.ts'
import { hasErrors, type Problem, SchemaProblems } from '../../schema/problem.ts'
import { compileFile } from '../compile-file.ts'
import { writeChanged } from '../write-changed.ts'
import { type FileOperation, operationsOf } from './operation-file.ts'
import { misfitProblem } from './operation-problem.ts'
import { readDocuments } from './read-documents.ts'

export interface PersistRequest extends Pick<Config, 'environment' | 'resolvers'> {
  /** Patterns of the files that have the operations. */
  readonly documents: readonly string[]
  /** The schema that they are to fit; undefined for any. */
  readonly schemaPath: readonly string[] | undefined
  /** A folder, or a file whose name ends in `.json`. */
  readonly out: string
  /** Whether each object is asked for its `__typename` too, as clients with a normalised cache do. */
  readonly typename: boolean
}

export interface Persisted {
  /** Where they are written. */
  readonly path: string
  readonly count: number
  /** Whether the file was the same already. */
  readonly isSame: boolean
}

const FILE_NAME = 'persisted-operations.json'

/** What holds without a schema. */
const RULES = [KnownFragmentNamesRule, NoFragmentCyclesRule, NoUndefinedVariablesRule, UniqueVariableNamesRule]

/**
 * Writes the operations of a client's files as a manifest that `--operations` and clients read: Apollo's, by names, each with the SHA-256 of its
 * text. The same operations are the same bytes, wherever they stand. Throws SchemaProblems and SchemaFileError.
 */
export async function persistOperations(request: PersistRequest): Promise<Persisted> {
  const { documents, schemaPath, environment, resolvers, out, typename } = request
  const schema = schemaPath && (await compileFile({ schemaPath, environment, resolvers })).plan.schema
  const { operations, problems } = operationsOf(await readDocuments(documents))
  const all = [...problems, ...operations.flatMap(each => misfits(each, schema))]
  if (hasErrors(all)) throw new SchemaProblems(all)
  const text = `${JSON.stringify(manifest(operations, typename), null, 2)}\n`
  const path = out.endsWith('.json') ? out : join(out, FILE_NAME)
  return { path, count: operations.length, isSame: await writeChanged(path, text) }
}

function misfits({ document }: FileOperation, schema: GraphQLSchema | undefined): readonly Problem[] {
  const errors = schema ? validate(schema, document) : validate(NO_SCHEMA, document, RULES)
  return errors.map(misfitProblem)
}

const NO_SCHEMA = buildSchema('type Query { nothing: Int }')

function manifest(operations: readonly FileOperation[], typename: boolean) {
  const entries = operations.map(({ name, document }) => {
    const body = print(typename ? withTypenames(document) : document)
    const [operation] = document.definitions
    const type = operation?.kind === Kind.OPERATION_DEFINITION ? operation.operation : undefined
    return { id: createHash('sha256').update(body).digest('hex'), name, type, body }
  })
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return { format: 'apollo-persisted-query-manifest', version: 1, operations: sorted }
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

function withTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet(node, _key, parent) {
      const isRoot = parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION
      const hasOne = node.selections.some(each => each.kind === Kind.FIELD && each.name.value.startsWith('__'))
      return isRoot || hasOne ? undefined : { ...node, selections: [...node.selections, TYPENAME] }
    },
  })
}
