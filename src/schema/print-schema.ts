import { type DefinitionNode, Kind, print } from 'graphql'
import type { SchemaDefinition } from './definition.ts'
import { directiveDefinitions } from './directives.ts'

/** The public SDL, as clients see it, with the directives that are the author's own. */
export function printPublicSchema({ publicDocument }: SchemaDefinition): string {
  return `${print(publicDocument)}\n`
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
