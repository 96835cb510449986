import { createHash } from 'node:crypto'
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, parse, validate } from 'graphql'
import type { Config } from '../../config/config.ts'
import { createPrepare, type Prepare } from '../../edge/graphql/prepare.ts'
import { isRefusal } from '../../edge/graphql/refusal.ts'
import type { TrustedDocument } from '../../guard/trusted-documents.ts'
import { operationLimits } from '../../plan/operation-limits.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import type { SchemaText } from '../../schema/load-schema.ts'
import { positionOf } from '../../schema/position-of.ts'
import type { Position, Problem } from '../../schema/problem.ts'
import { readManifest } from './manifest.ts'
import { operationsOf } from './operation-file.ts'
import { misfitProblem, operationProblem } from './operation-problem.ts'
import { readOperationTexts } from './read-operation-texts.ts'

/** Operations that are known before anybody asks for them, and what is wrong with them. */
export interface TrustedOperations {
  readonly documents: readonly TrustedDocument[]
  readonly problems: readonly Problem[]
}

interface Found extends TrustedDocument {
  readonly document: DocumentNode
  /** The manifest that it is of; undefined for an operation whose nodes tell where they stand. */
  readonly manifest?: string
}

/** Holds operations against the schema and the limits, as they will be run. Throws SchemaFileError. */
export async function trustOperations(
  config: Pick<Config, 'operations' | 'profile' | 'limits' | 'introspection' | 'maxOperationBytes'>,
  schemaPlan: SchemaPlan,
): Promise<TrustedOperations> {
  const prepare = createPrepare(schemaPlan, { ...config, limits: operationLimits(config.profile, config.limits) })
  const texts = await readOperationTexts(config.operations)
  const isManifest = ({ file }: SchemaText) => file.endsWith('.json')
  const { operations, problems: told } = operationsOf(texts.filter(text => !isManifest(text)))
  const problems = [...told]
  const ofFiles = operations.map(({ name, text, document }): Found => ({ ids: [name, hashId(text)], text, document }))
  const ofManifests = texts.filter(isManifest).flatMap(text => manifestOperations(text, problems))
  const found = [...ofFiles, ...ofManifests]
  for (const each of found) problems.push(...(await refusals(each, prepare, schemaPlan.schema)))
  problems.push(...clashes(found))
  return { documents: found, problems }
}

function hashId(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

const SHA256 = /^[0-9a-f]{64}$/

function manifestOperations(manifest: SchemaText, problems: Problem[]): readonly Found[] {
  const { file } = manifest
  const entries = readManifest(manifest)
  if (!entries) {
    const message = 'it is no manifest of operations.'
    problems.push(manifestProblem(file, message, 'Write { "id": "query …" }, or what your client\'s compiler writes.'))
    return []
  }
  return entries.flatMap(({ id, text }) => {
    const document = parseOperation(text)
    if (typeof document === 'string') {
      problems.push(
        manifestProblem(file, `the operation "${id}" can't be run: ${document}`, 'Have the manifest made again.'),
      )
      return []
    }
    const ids = [id, ...(SHA256.test(id) ? [`sha256:${id}`] : []), hashId(text)]
    return { ids: [...new Set(ids)], text, document, manifest: file }
  })
}

/** The document of one operation, or what is wrong with it. */
function parseOperation(text: string): DocumentNode | string {
  try {
    const document = parse(text)
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    return operations.length === 1 ? document : `it has ${operations.length} operations, and is to have one.`
  } catch (error) {
    if (error instanceof GraphQLError) return error.message
    throw error
  }
}

function validationProblems({ document, manifest, ids: [id] }: Found, schema: GraphQLSchema): readonly Problem[] {
  const errors = validate(schema, document)
  if (manifest === undefined) return errors.map(misfitProblem)
  return errors.map(({ message }) =>
    manifestProblem(manifest, `the operation "${id}" does not fit the schema: ${message}`, 'Have it made again.'),
  )
}

/** Why an operation would not be run: it does not fit the schema, or it does and is refused for something else. */
async function refusals(found: Found, prepare: Prepare, schema: GraphQLSchema): Promise<readonly Problem[]> {
  const { text, ids } = found
  const prepared = await prepare({ query: text, operationName: undefined, variables: undefined }, 'POST')
  if (!isRefusal(prepared)) return []
  // What a refusal says is for clients: it has neither all places nor, in production, suggestions.
  const misfits = validationProblems(found, schema)
  if (misfits.length > 0) return misfits
  const message = `the operation "${ids[0]}" would be refused: ${prepared.errors[0]?.message}`
  const suggestion = 'Change it, or the settings that it is beyond.'
  return [operationProblem(placeOf(found), message, suggestion)]
}

/** Two operations of one id, of which nobody knows which is meant. */
function clashes(found: readonly Found[]): readonly Problem[] {
  const texts = new Map<string, string>()
  return found.flatMap(each => {
    const { ids, text } = each
    const taken = ids.find(id => (texts.get(id) ?? text) !== text)
    for (const id of ids) texts.set(id, text)
    if (taken === undefined) return []
    return operationProblem(placeOf(each), `there is another operation of the id "${taken}".`, 'Rename one of them.')
  })
}

function placeOf({ document, manifest }: Found): Position {
  return manifest === undefined ? positionOf(document.definitions[0], '') : beginningOf(manifest)
}

/** A manifest is told at its beginning: JSON tells no places. */
function beginningOf(manifest: string): Position {
  return { file: manifest, line: 1, column: 1 }
}

function manifestProblem(manifest: string, message: string, suggestion: string): Problem {
  return operationProblem(beginningOf(manifest), message, suggestion)
}
