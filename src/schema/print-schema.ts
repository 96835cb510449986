import { type DefinitionNode, type DocumentNode, Kind, type ObjectTypeExtensionNode, print } from 'graphql'
import type { SchemaDefinition } from './definition.ts'
import { directiveDefinitions } from './directives.ts'

/** The public SDL, as clients see it, with the directives that are the author's own. */
export function printPublicSchema({ publicDocument }: SchemaDefinition): string {
  return `${print(withoutImpliedExtensions(publicDocument))}\n`
}

/** The document with what is implied of a type in its definition. */
function withoutImpliedExtensions(document: DocumentNode): DocumentNode {
  const isImplied = (node: DefinitionNode) => node.kind === Kind.OBJECT_TYPE_EXTENSION && !node.loc
  const extensions = document.definitions.filter(isImplied) as readonly ObjectTypeExtensionNode[]
  if (extensions.length === 0) return document
  const byName = new Map(extensions.map(extension => [extension.name.value, extension]))
  const definitions = document.definitions
    .filter(node => !isImplied(node))
    .map(node => {
      const extension = node.kind === Kind.OBJECT_TYPE_DEFINITION ? byName.get(node.name.value) : undefined
      if (!extension || node.kind !== Kind.OBJECT_TYPE_DEFINITION) return node
      const interfaces = [...(node.interfaces ?? []), ...(extension.interfaces ?? [])]
      return { ...node, interfaces, fields: [...(node.fields ?? []), ...(extension.fields ?? [])] }
    })
  return { ...document, definitions }
}

/**
 * What the files of a schema use without defining it, as SDL: Sluice's directives with the types of their arguments, and the types and
 * directives that are implied. With it beside them the files are complete for tools that know only GraphQL.
 */
export function printDefinitions({ publicDocument }: SchemaDefinition): string {
  // What is implied stands in no file.
  const implied = publicDocument.definitions.filter(({ loc }) => !loc)
  const definitions: readonly DefinitionNode[] = [...directiveDefinitions.definitions, ...implied]
  return `${print({ kind: Kind.DOCUMENT, definitions })}\n`
}
