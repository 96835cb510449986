import type { ASTNode } from 'graphql'
import type { Position } from './problem.ts'

/** Where a node stands: a definition at its name, behind its description. What stands nowhere is told at the beginning of `file`. */
export function positionOf(node: ASTNode | undefined, file: string): Position {
  const named = node !== undefined && 'description' in node && 'name' in node ? node.name : undefined
  const { startToken, source } = named?.loc ?? node?.loc ?? {}
  return { file: source?.name ?? file, line: startToken?.line ?? 1, column: startToken?.column ?? 1 }
}
