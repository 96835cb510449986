import type { ASTNode, DocumentNode } from 'graphql'
import { QueryDocumentKeys } from 'graphql/language/ast.js'

type Node = Readonly<Record<string, unknown>> & Pick<ASTNode, 'kind'>

type Searched = Exclude<ASTNode['kind'], 'Name'>
type NodeOf<K> = Extract<ASTNode, { kind: K }>

/** Where the parts of a node stand, by its kind, but for names: half of all nodes, and nothing is below them. */
const PARTS = Object.fromEntries(
  Object.entries(QueryDocumentKeys).map(([kind, keys]) => [kind, keys.filter(key => key !== 'name')]),
)

/**
 * The nodes of one kind below a node, itself included, in the order of the text. It only reads, in a fraction of the time
 * of graphql-js' `visit`, which is most of what a large file costs.
 */
export function nodesOf<K extends Searched>(root: ASTNode, kind: K): NodeOf<K>[] {
  const found: NodeOf<K>[] = []
  const gather = (node: Node) => {
    if (node.kind === kind) found.push(node as unknown as NodeOf<K>)
    for (const key of PARTS[node.kind] ?? []) {
      const part = node[key]
      if (Array.isArray(part)) for (const each of part) gather(each)
      else if (part !== undefined) gather(part as Node)
    }
  }
  gather(root as unknown as Node)
  return found
}

/** The same of what is written in the file: what is implied has no positions, and is most of a large document. */
export function writtenNodesOf<K extends Searched>({ definitions }: DocumentNode, kind: K): NodeOf<K>[] {
  return definitions.flatMap(definition => (definition.loc ? nodesOf(definition, kind) : []))
}
