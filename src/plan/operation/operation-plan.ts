import type { FieldNode, GraphQLField, OperationDefinitionNode } from 'graphql'
import type { FieldPlan } from '../schema-plan.ts'

/** What one GraphQL operation compiles to, once, whatever its variables. */
export interface OperationPlan {
  readonly operation: OperationDefinitionNode
  readonly root: Selections
  /** The places that may use a binding or home, by the coordinate of its directive. */
  readonly loads: ReadonlyMap<string, readonly Place[]>
}

/** Child places by concrete type and response key. */
export type Selections = ReadonlyMap<string, ReadonlyMap<string, Place>>

/** One field of the operation under one parent place; aliases are places of their own. */
export interface Place {
  /** Counts from 0 in document order. */
  readonly id: number
  readonly responseKey: string
  readonly field: FieldPlan
  readonly definition: GraphQLField<unknown, unknown>
  /** All nodes that select it; their arguments are the same. */
  readonly nodes: readonly FieldNode[]
  /** Coerced arguments, or undefined where they depend on variables. */
  readonly constantArgs: Readonly<Record<string, unknown>> | undefined
  /** The place of the root field that it is below, or is. */
  readonly rootId: number
  readonly children: Selections
}
