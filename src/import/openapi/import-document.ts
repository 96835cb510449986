import { isObject } from '../../plan/is-object.ts'
import type { ImportNote } from '../import-note.ts'
import { createTypeNames } from '../name/name-types.ts'
import type { NamesTaken } from '../name/names-taken.ts'
import { createRenaming, type Renaming } from '../name/renaming.ts'
import { Notes, someOf } from '../notes.ts'
import { printComments } from '../sdl/print-comments.ts'
import { printSdl } from '../sdl/print-sdl.ts'
import { renameSdl } from '../sdl/rename-sdl.ts'
import { DECLARED_SCALARS } from '../sdl/scalars.ts'
import type { SdlDefinition } from '../sdl/sdl.ts'
import { Documents } from './document/documents.ts'
import type { Edition } from './document/edition.ts'
import { OPENAPI_EDITION } from './document/openapi-edition.ts'
import { readOperations } from './document/read-operations.ts'
import { type OperationPatterns, selectOperations } from './document/select-operations.ts'
import { SWAGGER_EDITION } from './document/swagger-edition.ts'
import { alignMembers } from './draft/align-members.ts'
import type { Draft, ObjectDraft, TypeRef } from './draft/draft.ts'
import { EnumTypes } from './draft/enum-types.ts'
import { wishesOf } from './draft/object-draft.ts'
import { ObjectTypes } from './draft/object-types.ts'
import { draftDefinition, namingOf, rootDefinition } from './draft/print-drafts.ts'
import { nameFields } from './field/name-fields.ts'
import { rootField } from './field/root-field.ts'
import { spreadParameters } from './field/spread-parameters.ts'
import { findHomes } from './home/find-homes.ts'
import { type FoundLink, linkTypes } from './home/link-types.ts'
import { own } from './own-property.ts'
import { findConnections } from './page/find-pages.ts'
import { placeholderQuery, withQueries } from './queries.ts'
import { readExamples } from './schema/read-examples.ts'
import { SchemaReader } from './schema/schema-reader.ts'
import { apiSource, FAILURES_ARE_SHOWN } from './source/api-source.ts'
import { errorTexts } from './source/error-texts.ts'
import { nameSources } from './source/name-sources.ts'
import { credentialsOf } from './source/security.ts'

export interface DocumentOptions extends OperationPatterns {
  /** The document and the files that it refers to, by name. */
  readonly files: ReadonlyMap<string, unknown>
  readonly root: string
  /** The file that a reference names. */
  resolve(reference: string, from: string): string
  /** Whether all that is answered may be null, whatever the document requires. */
  readonly nullable?: boolean | undefined
  /** Where the document is on the web. */
  readonly url: string | undefined
  /** What stands in front of the names of types, root fields and sources: `Shop`. */
  readonly prefix?: string | undefined
}

export interface ImportedDocument {
  /** The text of the schema file. */
  readonly text: string
  /** The fields of Query and Mutation. */
  readonly fields: number
  /** What of the document is not in it, or is JSON only; a sentence a cause. */
  readonly notes: readonly string[]
  /** The same by cause, with all places. */
  readonly causes: readonly ImportNote[]
}

/** Writes the schema file of an OpenAPI document. Throws Error where there is nothing to serve. */
export function importDocument(options: DocumentOptions): ImportedDocument {
  const { files, root, resolve, url } = options
  const renaming = createRenaming(options.prefix)
  const notes = new Notes(renaming)
  const documents = new Documents(files, root, resolve, (place, why) => notes.leaveOut(place, why))
  const edition = editionOf(documents.root.value)
  const selected = withQueries(selectOperations(readOperations(documents, edition, url, notes), options), notes)
  const reader = new SchemaReader(documents)
  const spread = selected.map(operation => spreadParameters(operation, reader))
  const { servers, operations } = nameSources(spread, edition.server(documents.root.value, url))
  readExamples(operations, reader)
  const homes = findHomes(operations, reader)
  const enums = new EnumTypes()
  const shared = { reader, enums, notes, hasHome: (id: string) => homes.has(id) }
  const outputs = new ObjectTypes({
    ...shared,
    kind: 'type',
    isLenient: options.nullable,
    wishesOf: (view, place) => wishesOf(view, place, 'Type'),
  })
  const inputs: ObjectTypes = new ObjectTypes({
    ...shared,
    kind: 'input',
    // An input of what is a type too says that it is one.
    wishesOf: (view, place) =>
      wishesOf(view, place, 'Input').slice(view.name !== undefined && outputs.find(view.id) ? 1 : 0),
  })
  const names = nameFields(operations)
  const connections = findConnections(operations, reader)
  const fields = operations.flatMap(
    operation => rootField(operation, names.get(operation) ?? '', { ...shared, outputs, inputs, connections }) ?? [],
  )
  outputs.finish()
  inputs.finish()
  alignMembers(outputs.unions)
  relaxCycles(inputs.drafts)
  const links = linkTypes(operations, outputs, homes, reader)
  const drafts = [...outputs.unions, ...outputs.drafts, ...inputs.drafts, ...enums.drafts]
  nameDrafts(drafts, createTypeNames())
  const queries = fields.filter(({ operation }) => operation.reads)
  const mutations = fields.filter(({ operation }) => !operation.reads)
  if (operations.length === 0) throw new Error(['The document has no operation.', ...notes.lines()].join(' '))
  const naming = namingOf(drafts)
  const called = fields.map(({ operation }) => operation)
  const sources = servers.flatMap(server => {
    const own = called.filter(({ source = server.name }) => source === server.name)
    const credentials = credentialsOf(documents, edition.securitySchemes, own, called, notes)
    return own.length === 0 && called.length > 0
      ? []
      : [apiSource(server, credentials, errorTexts(own, reader), naming, renaming)]
  })
  const placeholder = queries.length === 0 ? [placeholderQuery(called, called[0]?.source, notes)] : []
  const byName = drafts.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const definitions = [
    { kind: 'extend schema' as const, name: '', directives: sources.map(({ directive }) => directive) },
    ...rootDefinition('Query', queries, placeholder),
    ...rootDefinition('Mutation', mutations),
    ...['type', 'union', 'input', 'enum'].flatMap(kind =>
      byName.filter(draft => draft.kind === kind).map(draft => draftDefinition(draft, naming, renaming)),
    ),
  ]
  const hints = new Set(sources.flatMap(source => source.hints))
  if (fields.some(({ http }) => isObject(http.error) && 'message' in http.error)) hints.add(FAILURES_ARE_SHOWN)
  const comments = [
    ...hints,
    ...linkLines(
      links.map(told => told()),
      renaming,
    ),
    ...notes.lines(),
  ]
  const head = printComments(comments)
  const text = `${head}\n${printSdl(renameSdl([...definitions, ...scalarDefinitions(definitions)], renaming))}`
  return { text, fields: fields.length, notes: notes.lines(), causes: notes.causes() }
}

/** What names told of joins; many are one line. */
function linkLines(found: readonly FoundLink[], { coordinate }: Renaming): string[] {
  const links = found.map(({ field, by }) => ({
    field: coordinate(field),
    by: by.includes('.') ? coordinate(by) : by,
  }))
  if (links.length <= 5) return links.map(({ field, by }) => `${field} is found by ${by}.`)
  const shown = someOf(
    links.map(({ field, by }) => `${field} by ${by}`),
    10,
  )
  return [`${links.length} fields are found by keys: ${shown}.`]
}

function scalarDefinitions(definitions: readonly SdlDefinition[]): SdlDefinition[] {
  const members = definitions.flatMap(definition => definition.members ?? [])
  const types = members.flatMap(({ type, args = [] }) => [type ?? '', ...args.map(arg => arg.type)])
  const used = new Set(types.map(type => type.replace(/[[\]!]/g, '')))
  return DECLARED_SCALARS.filter(name => used.has(name)).map(name => ({ kind: 'scalar', name }))
}

/** How the document is written. Throws Error for what is no OpenAPI document of an edition that can be read. */
function editionOf(document: unknown): Edition {
  const [swagger, version] = [own(document, 'swagger'), own(document, 'openapi')]
  if (/^2(?:\.0)?$/.test(String(swagger))) return SWAGGER_EDITION
  if (/^3\.\d/.test(String(version))) return OPENAPI_EDITION
  const told = version ?? swagger
  throw new Error(
    told === undefined
      ? 'The document is no OpenAPI document: it has no "openapi: 3.1.0".'
      : `The document is of OpenAPI ${told}, and Swagger 2.0, OpenAPI 3.0 or 3.1 is needed.`,
  )
}

/** An input that would need another one of its own kind without end needs none (GraphQL specification, 3.10.1). */
function relaxCycles(inputs: readonly ObjectDraft[]): void {
  for (const input of inputs)
    for (const field of input.fields) if (field.needed && needs(field.type, input)) field.needed = false
}

/** Whether there is no value of the type without one of the input. */
function needs(type: TypeRef, input: ObjectDraft): boolean {
  const seen = new Set<ObjectDraft>()
  const open = [type]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind !== 'named' || typeof next.of === 'string' || !('fields' in next.of) || seen.has(next.of)) continue
    if (next.of === input) return true
    seen.add(next.of)
    open.push(...next.of.fields.filter(({ needed }) => needed).map(field => field.type))
  }
  return false
}

/**
 * Gives every type its name: components first, then what is named after another type or a field. One that has connections takes
 * the names of these too, before another component can.
 */
function nameDrafts(drafts: readonly Draft[], names: NamesTaken): void {
  const components = drafts.filter(({ isComponent }) => isComponent)
  const inOrder = [...components.filter(isPaged), ...components.filter(draft => !isPaged(draft))]
  for (const draft of [...inOrder, ...drafts.filter(({ isComponent }) => !isComponent)])
    draft.name = names.take(draft.wishes(), name => (isPaged(draft) ? [`${name}Connection`, `${name}Edge`] : []))
}

function isPaged(draft: Draft): boolean {
  return draft.kind === 'type' && draft.isPaged
}
