import type { ASTNode } from 'graphql'
import type { Position } from './problem.ts'

/** Where a node stands in the file: a definition at its name, behind its description. */
export function positionOf(node: ASTNode | undefined, file: string): Position {
  const named = node !== undefined && 'description' in node && 'name' in node ? node.name : undefined
  const { startToken } = named?.loc ?? node?.loc ?? {}
  return { file, line: startToken?.line ?? 1, column: startToken?.column ?? 1 }
}
