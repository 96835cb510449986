import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql'

/** A field that says `@export(as:)`. */
export interface ExportNode {
  readonly node: FieldNode
  readonly variable: string
}

/** Every `@export` in a document. */
export function exportNodes(document: DocumentNode): readonly ExportNode[] {
  const found: ExportNode[] = []
  visit(document, {
    Field(node) {
      for (const { name, arguments: args = [] } of node.directives ?? [])
        for (const { value } of args)
          if (name.value === 'export' && value.kind === Kind.STRING) found.push({ node, variable: value.value })
    },
  })
  return found
}
