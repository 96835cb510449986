import type { ASTNode } from 'graphql'

/** What is wrong at a node of the document. */
export interface NodeProblem {
  /** Undefined for the document as a whole. */
  readonly node: ASTNode | undefined
  readonly message: string
  /** What to do instead. */
  readonly suggestion: string | undefined
}
