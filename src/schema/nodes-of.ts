import type { ASTNode } from 'graphql'

/**
 * The nodes of one kind below a node, itself included, in the order of the text. It only reads, in a fraction of the time
 * of graphql-js' `visit`, which is most of what a large file costs.
 */
export function nodesOf<K extends ASTNode['kind']>(root: ASTNode, kind: K): Extract<ASTNode, { kind: K }>[] {
  const found: Extract<ASTNode, { kind: K }>[] = []
  const gather = (value: object) => {
    if (Array.isArray(value)) {
      for (const each of value) gather(each)
      return
    }
    const node = value as Readonly<Record<string, unknown>>
    if (node.kind === kind) found.push(value as Extract<ASTNode, { kind: K }>)
    for (const key in node) {
      const part = node[key]
      // A position leads to all tokens of the text.
      if (typeof part === 'object' && part !== null && key !== 'loc') gather(part)
    }
  }
  gather(root)
  return found
}
