import {
  type GraphQLLeafType,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql'
import { keyHome } from '../key-home.ts'
import type { AbstractPlan, SchemaPlan } from '../schema-plan.ts'

/** A field's type, laid out for reading values: lists from the outside in, then a leaf or an object. */
export type Shape = ListShape | LeafShape | ObjectShape

interface ListShape {
  readonly kind: 'list'
  readonly nonNull: boolean
  readonly item: Shape
}

export interface LeafShape {
  readonly kind: 'leaf'
  readonly nonNull: boolean
  readonly type: GraphQLLeafType
}

export interface ObjectShape {
  readonly kind: 'object'
  readonly nonNull: boolean
  readonly type: GraphQLNamedOutputType
  /** How the value tells its own type; undefined where that is known. */
  readonly abstract: AbstractPlan | undefined
  /** Whether a scalar in its place is the key of the type's home. */
  readonly hasHome: boolean
  /** The sources that answer it as a list, with a field at each place. */
  readonly listed: ReadonlySet<string>
}

const BY_TYPE_NAME: AbstractPlan = { paths: new Map(), types: new Map() }

/** Lays out a type. */
export function shapeOf(type: GraphQLOutputType, plan: SchemaPlan): Shape {
  const nonNull = isNonNullType(type)
  const nullable = getNullableType(type)
  if (isListType(nullable)) return { kind: 'list', nonNull, item: shapeOf(nullable.ofType, plan) }
  if (isLeafType(nullable)) return { kind: 'leaf', nonNull, type: nullable }
  const abstract = isAbstractType(nullable) ? (plan.abstracts.get(nullable.name) ?? BY_TYPE_NAME) : undefined
  const hasHome = keyHome(plan, nullable.name) !== undefined
  return { kind: 'object', nonNull, type: nullable, abstract, hasHome, listed: listedOf(nullable, plan) }
}

const listed = new WeakMap<SchemaPlan, Map<string, ReadonlySet<string>>>()

/** Looked for once: an interface may have very many types. */
function listedOf(type: GraphQLNamedOutputType, plan: SchemaPlan): ReadonlySet<string> {
  const known = listed.get(plan) ?? new Map<string, ReadonlySet<string>>()
  listed.set(plan, known)
  const found = known.get(type.name) ?? findListed(type, plan)
  known.set(type.name, found)
  return found
}

function findListed(type: GraphQLNamedOutputType, { schema, types }: SchemaPlan): ReadonlySet<string> {
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type]
  return new Set(possible.flatMap(({ name }) => [...(types.get(name)?.listed ?? [])]))
}

/** What stands inside all lists. */
export function innermost(shape: Shape): LeafShape | ObjectShape {
  return shape.kind === 'list' ? innermost(shape.item) : shape
}

/** The shape of values in which no scalar is a key. */
export function withoutHome(shape: Shape): Shape {
  if (shape.kind === 'list') return { ...shape, item: withoutHome(shape.item) }
  return shape.kind === 'object' ? { ...shape, hasHome: false } : shape
}

/** What the home of an object answers: never a key again. */
export function homeAnswer(shape: Shape): LeafShape | ObjectShape {
  return innermost(withoutHome(shape))
}
