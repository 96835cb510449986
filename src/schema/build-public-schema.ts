import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  isTypeDefinitionNode,
  isTypeSystemExtensionNode,
  Kind,
  type ScalarTypeDefinitionNode,
  specifiedScalarTypes,
  visit,
} from 'graphql'
import { OWN_DIRECTIVES } from './directives.ts'
import { nodesOf } from './nodes-of.ts'

/** The document as clients may know it: without Sluice's directives, and without the extensions that only held them. */
export function toPublicDocument(document: DocumentNode): DocumentNode {
  const publicDocument: DocumentNode = visit(document, {
    Directive: node => (OWN_DIRECTIVES.has(node.name.value) ? null : undefined),
  })
  return { ...publicDocument, definitions: publicDocument.definitions.filter(node => !isEmptyExtension(node)) }
}

function isEmptyExtension(node: DefinitionNode): boolean {
  if (!isTypeSystemExtensionNode(node)) return false
  return Object.values(node).every(part => !Array.isArray(part) || part.length === 0)
}

/**
 * Builds the schema even where the document is faulty, so that the mistakes of its directives can be told with the
 * others: a scalar stands for each type that is not defined. Throws where no schema can be made of it.
 */
export function buildPublicSchema(document: DocumentNode): GraphQLSchema {
  const defined = new Set<string>(specifiedScalarTypes.map(({ name }) => name))
  for (const definition of document.definitions)
    if (isTypeDefinitionNode(definition)) defined.add(definition.name.value)
  const standIns = new Map<string, ScalarTypeDefinitionNode>()
  for (const { name } of nodesOf(document, Kind.NAMED_TYPE))
    if (!defined.has(name.value)) standIns.set(name.value, { kind: Kind.SCALAR_TYPE_DEFINITION, name })
  return buildASTSchema(
    { ...document, definitions: [...document.definitions, ...standIns.values()] },
    { assumeValidSDL: true },
  )
}
