import {
  buildASTSchema,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  isTypeDefinitionNode,
  isTypeSystemExtensionNode,
  Kind,
  type ScalarTypeDefinitionNode,
  specifiedScalarTypes,
} from 'graphql'
import { OWN_DIRECTIVES } from './directives.ts'
import { writtenNodesOf } from './nodes-of.ts'

/** The document as clients may know it: without Sluice's directives, and without the extensions that only held them. */
export function toPublicDocument(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.map(withoutOwnDirectives)
  return { ...document, definitions: definitions.filter(node => !isEmptyExtension(node)) }
}

/** A copy where one stands on the node, its members or their arguments; else the node itself. */
function withoutOwnDirectives<N extends object>(node: N): N {
  const changes: Record<string, unknown> = {}
  const { directives = [] } = node as { readonly directives?: readonly DirectiveNode[] }
  const others = directives.filter(({ name }) => !OWN_DIRECTIVES.has(name.value))
  if (others.length < directives.length) changes.directives = others
  for (const name of MEMBERS) {
    const members = (node as Readonly<Record<string, unknown>>)[name]
    if (!Array.isArray(members)) continue
    const changed = members.map(withoutOwnDirectives)
    if (changed.some((member, at) => member !== members[at])) changes[name] = changed
  }
  return Object.keys(changes).length > 0 ? { ...node, ...changes } : node
}

/** Where members with directives of their own stand in a definition. */
const MEMBERS = ['fields', 'values', 'arguments'] as const

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
  // What is implied names only what is there.
  for (const { name } of writtenNodesOf(document, Kind.NAMED_TYPE))
    if (!defined.has(name.value)) standIns.set(name.value, { kind: Kind.SCALAR_TYPE_DEFINITION, name })
  return buildASTSchema(
    { ...document, definitions: [...document.definitions, ...standIns.values()] },
    { assumeValidSDL: true },
  )
}
