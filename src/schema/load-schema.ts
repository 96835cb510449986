import {
  concatAST,
  type DefinitionNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isExecutableDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  Source,
  validateSchema,
} from 'graphql'
import { validateSDL } from 'graphql/validation/validate.js'
import { buildPublicSchema, toPublicDocument } from './build-public-schema.ts'
import { checkArguments } from './check-arguments.ts'
import { coordinateAround } from './coordinate.ts'
import type { SchemaDefinition } from './definition.ts'
import { directiveDefinitions, isOwnDefinition } from './directives.ts'
import { impliedDirectives } from './implied/implied-directives.ts'
import { type ImpliedNodes, impliedNodes } from './implied/implied-nodes.ts'
import { impliedTypes } from './implied/implied-types.ts'
import { clashes, joinDocuments, withoutClashes } from './join-documents.ts'
import { mapEnumValues } from './map-enum-values.ts'
import type { NodeProblem } from './node-problem.ts'
import { positionOf } from './position-of.ts'
import type { Problem } from './problem.ts'
import { readDirectives } from './read-directives.ts'
import type { OwnScalars } from './scalar/own-scalars.ts'
import { attachScalars, refuseUnknownScalars } from './scalar/scalars.ts'
import { unknownDirectives } from './unknown-directives.ts'
import { unknownTypes } from './unknown-types.ts'

export interface LoadedSchema {
  /**
   * To be served only where there are no problems; with some, it is there so that the mistakes of its directives can be
   * told with the others. Absent where nothing can be made of the text.
   */
  readonly definition: SchemaDefinition | undefined
  readonly problems: readonly Problem[]
}

/** The text of a file. */
export interface SchemaText {
  readonly text: string
  /** Its path, as problems print it. */
  readonly file: string
}

/**
 * Reads a schema of one or several files: their syntax, GraphQL's own rules for type systems (specification, chapter 3), and the types
 * of the directives' arguments. `scalars` are those of one's own. What the directives mean is compiled from the definition afterwards.
 */
export function loadSchema(texts: readonly SchemaText[], scalars: OwnScalars = new Map()): LoadedSchema {
  const [{ file } = { file: '' }] = texts
  const documents: DocumentNode[] = []
  const faults: Problem[] = []
  for (const text of texts) {
    const parsed = parseText(text)
    if (parsed instanceof GraphQLError) faults.push(syntaxProblem(parsed, text))
    else documents.push(parsed)
  }
  if (faults.length > 0) return { definition: undefined, problems: faults }
  const joined = joinDocuments(documents)
  const clashing = clashes(joined)
  const parsed = clashing.length > 0 ? withoutClashes(joined, clashing) : joined
  const toProblem = (fault: NodeProblem) => problemOf(fault, joined, file)
  const own = parsed.definitions.filter(isOwnDefinition)
  const written = { ...parsed, definitions: parsed.definitions.filter(node => !own.includes(node)) }
  const nodes = impliedNodes(written)
  const document = withImplied(written, nodes)
  const problems = [...clashing, ...own.map(refuseOwn), ...checkDocument(document), ...nodes.problems].map(toProblem)

  const publicDocument = toPublicDocument(document)
  const schema = tryBuild(publicDocument, problems)
  if (!schema) return { definition: undefined, problems }
  attachScalars(schema, scalars)
  const found = readDirectives(document, file)
  mapEnumValues(schema, found.directives)
  const told = new Set(problems.map(({ coordinate }) => coordinate))
  const ofTypes = [...checkTypes(schema), ...refuseSubscriptions(schema), ...refuseUnknownScalars(document, scalars)]
  // What graphql-js says of a definition that is wrong already may only follow from that.
  problems.push(...ofTypes.map(toProblem).filter(({ coordinate }) => !told.has(coordinate)))

  const faulty = new Set(problems.map(({ coordinate }) => coordinate))
  return {
    definition: { file, schema, publicDocument, ...found, nodeTypes: nodes.types, exceptedTypes: nodes.except, faulty },
    problems,
  }
}

function withImplied(written: DocumentNode, nodes: ImpliedNodes): DocumentNode {
  const document = { ...written, definitions: [...written.definitions, ...nodes.definitions] }
  return {
    ...document,
    definitions: [...document.definitions, ...impliedTypes(document), ...impliedDirectives(document)],
  }
}

function parseText({ text, file }: SchemaText): DocumentNode | GraphQLError {
  try {
    return parse(new Source(text, file))
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    // One that is just being begun adds nothing to the others yet.
    return isBlank(text) ? { kind: Kind.DOCUMENT, definitions: [] } : error
  }
}

/** Whether there is nothing but what GraphQL ignores (specification, 2.1.7). */
function isBlank(text: string): boolean {
  return /^[\uFEFF\t\n\r ,]*$/.test(text.replaceAll(/#[^\n\r]*/g, ''))
}

function syntaxProblem({ message, locations }: GraphQLError, { text, file }: SchemaText): Problem {
  const [{ line, column } = { line: 1, column: 1 }] = locations ?? []
  const problem = { file, line, column, coordinate: '', message, severity: 'error' } as const
  const [written, start, inside, end] = QUOTED_IN_TEMPLATE.exec(text.split(/\r\n|\n|\r/)[line - 1] ?? '') ?? []
  if (written === undefined) return problem
  return { ...problem, suggestion: `In a template texts have single quotes: ${start}'${inside}'${end}.` }
}

/** A template with a text in double quotes, which end the text that it is written in. */
const QUOTED_IN_TEMPLATE = /(\{\$[^{}"]*(?:\?\?|\||\[)[^{}"]*)"([^{}"]*)"([^{}"]*\})/

/** GraphQL's own rules, and what they can't tell of Sluice's directives. */
function checkDocument(document: DocumentNode): NodeProblem[] {
  const own = [...checkArguments(document), ...unknownTypes(document), ...unknownDirectives(document)]
  const told = new Set(own.map(({ node }) => node))
  const errors = validateSDL(concatAST([directiveDefinitions, withStubs(document)])).map(faultOf)
  const operations = document.definitions.filter(isExecutableDefinitionNode).map(node => ({
    node,
    message: 'a schema file holds no operations and fragments.',
    suggestion: 'Move it into a file of its own.',
  }))
  return [...errors.filter(({ node }) => !node || !told.has(node)), ...own, ...operations]
}

/**
 * What is implied of types is right by itself, and most of a large document: where no extension adds to it, GraphQL's rules need
 * its name and kind only.
 */
function withStubs(document: DocumentNode): DocumentNode {
  const extended = new Set(document.definitions.filter(isTypeExtensionNode).map(({ name }) => name.value))
  const definitions = document.definitions.map(node =>
    !node.loc && isTypeDefinitionNode(node) && !extended.has(node.name.value)
      ? ({ kind: node.kind, name: node.name } as DefinitionNode)
      : node,
  )
  return { ...document, definitions }
}

function refuseOwn(node: DefinitionNode): NodeProblem {
  return { node, message: "the name is Sluice's own.", suggestion: 'Remove the definition: Sluice brings it.' }
}

function checkTypes(schema: GraphQLSchema): NodeProblem[] {
  const errors = validateSchema(schema)
  if (schema.getQueryType()) return errors.map(faultOf)
  const noQuery = { node: undefined, message: 'there is no type Query.', suggestion: 'Add type Query { … }.' }
  return [noQuery, ...errors.filter(({ nodes }) => nodes?.length).map(faultOf)]
}

/** Of several nodes the last of a file is the one that clashes with those before it. */
function faultOf({ message, nodes }: GraphQLError): NodeProblem {
  const own = directiveDefinitions.loc?.source
  return { node: nodes?.findLast(({ loc }) => loc && loc.source !== own), message, suggestion: undefined }
}

function problemOf({ node, message, suggestion }: NodeProblem, document: DocumentNode, file: string): Problem {
  const coordinate = node ? coordinateAround(document, node) : ''
  const problem = { ...positionOf(node, file), coordinate, message, severity: 'error' as const }
  return suggestion === undefined ? problem : { ...problem, suggestion }
}

function tryBuild(document: DocumentNode, problems: readonly Problem[]): GraphQLSchema | undefined {
  try {
    return buildPublicSchema(document)
  } catch (error) {
    if (problems.length > 0) return undefined
    throw error
  }
}

function refuseSubscriptions(schema: GraphQLSchema): NodeProblem[] {
  const node = schema.getSubscriptionType()?.astNode
  if (!node) return []
  return [{ node, message: 'subscriptions are not supported.', suggestion: 'Remove the type.' }]
}
