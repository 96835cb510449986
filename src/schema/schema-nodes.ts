import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
} from 'graphql'

type SchemaNode = SchemaDefinitionNode | SchemaExtensionNode

export function isSchemaNode(node: DefinitionNode): node is SchemaNode {
  return node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
}

/** The directives of a name at the schema, in whatever definition or extension of it they stand. */
export function schemaDirectives({ definitions }: DocumentNode, name: string): readonly ConstDirectiveNode[] {
  return definitions
    .filter(isSchemaNode)
    .flatMap(({ directives = [] }) => directives)
    .filter(directive => directive.name.value === name)
}
