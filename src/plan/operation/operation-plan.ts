import type { FieldNode, GraphQLError, GraphQLField, GraphQLObjectType, OperationDefinitionNode } from 'graphql'
import type { ListSize } from '../operation-cost.ts'
import type { BoundPlan, FieldPlan } from '../schema-plan.ts'
import type { Denial } from '../user/guards.ts'
import type { Shape } from './shape.ts'
import type { ValuePlan } from './value-plan.ts'

/** What one GraphQL operation compiles to, once. */
export interface OperationPlan {
  readonly operation: OperationDefinitionNode
  readonly root: Selection
}

/** What an operation asks of objects of one type at one place; the places in the order of the answer. */
export interface Selection {
  readonly type: GraphQLObjectType
  /** The plain fields that the objects' answer carries; undefined for all. */
  readonly provides: ReadonlySet<string> | undefined
  readonly places: readonly Place[]
  /** Those that ask something of a source or resolver, at or below them, or whose arguments can fail. */
  readonly deepPlaces: readonly FieldPlace[]
  /** Why the selection can't be told: a `@skip` or `@include` whose variable is null. It fails every object here. */
  readonly error: GraphQLError | undefined
}

/** One field of the operation under the places that lead to its selection; aliases are places of their own. */
export type Place = TypeNamePlace | FieldPlace

/** `__typename`. */
interface TypeNamePlace {
  readonly kind: 'typename'
  readonly responseKey: string
}

export interface FieldPlace {
  /**
   * `plain` reads the parent's answer, `home` what the home of the parent's type answers, `bound` asks a source, `node` asks
   * the homes of the types that its ids are of, `keyed` the home of its type by what its arguments say, `resolver` calls code of one's own, `custom` the schema's own resolver (introspection), `denied` is an error for this user.
   */
  readonly kind: 'plain' | 'home' | 'bound' | 'node' | 'keyed' | 'resolver' | 'custom' | 'denied'
  /** Why a `denied` place is none for the user. */
  readonly denial: Denial | undefined
  /** The home that a `home` place reads. */
  readonly home: BoundPlan | undefined
  /** Counts from 0 in document order. */
  readonly id: number
  /** In a mutation, the place of the root field that it is below, or is. */
  readonly rootId: number
  readonly responseKey: string
  readonly parentType: GraphQLObjectType
  readonly definition: GraphQLField<unknown, unknown>
  /** Undefined for a custom field, and for a denied one. */
  readonly field: FieldPlan | undefined
  /** All nodes that select it; their arguments are the same. */
  readonly nodes: readonly FieldNode[]
  /** How its arguments are made of the operation's variables. */
  readonly argsPlan: ValuePlan
  /** Coerced arguments, or undefined where they depend on variables. */
  readonly constantArgs: Readonly<Record<string, unknown>> | undefined
  readonly shape: Shape
  /** What says how long the list that its binding answers may be, and is held to it; undefined where nothing is. */
  readonly promise: ListSize | undefined
  /** Its index in the selection's deep places; -1 for a place that only reads, at and below it. */
  readonly deepIndex: number
  /** What is asked of its objects of a type; planned when first needed. */
  readonly selection: (type: GraphQLObjectType) => Selection
  /** What is asked of its objects that their home answered, whole ones whatever the field's own answer carries. */
  readonly homeSelection: (type: GraphQLObjectType) => Selection
}
