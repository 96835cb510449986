import {
  coerceInputLiteral,
  coerceInputValue,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
} from 'graphql'
import type { Variables } from './conditions.ts'

/** How a value of a document is made of an operation's variables. What depends on none of them is made already. */
export type ValuePlan =
  /** Undefined for what can't be coerced. */
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'variable'; readonly name: string; readonly isNonNull: boolean }
  | { readonly kind: 'list'; readonly items: readonly ValuePlan[] }
  | { readonly kind: 'object'; readonly inputs: readonly InputPlan[]; readonly isOneOf: boolean }
  /** A scalar's own literal with variables in it. */
  | { readonly kind: 'scalar'; readonly node: ValueNode; readonly type: GraphQLLeafType }

/** An argument or input field that the document gives, or that has a default. */
interface InputPlan {
  readonly name: string
  readonly value: ValuePlan
  /** What stands for a variable that is absent; undefined for nothing. */
  readonly fallback: unknown
  readonly isRequired: boolean
}

type Input = GraphQLArgument | GraphQLInputField

const UNFIT: ValuePlan = { kind: 'constant', value: undefined }
const NO_VARIABLES: Variables = { sources: Object.create(null), coerced: Object.create(null) }

/** Plans the arguments of a field node: an object of them. */
export function planArguments({ args }: GraphQLField<unknown, unknown>, node: FieldNode): ValuePlan {
  return planInputs(args, node.arguments ?? [], false)
}

/** The value with these variables (specification, sections 3.10 to 3.13 and 6.4.1); undefined where it can't be coerced. */
export function valueWith(plan: ValuePlan, variables: Variables): unknown {
  if (plan.kind === 'constant') return plan.value
  if (plan.kind === 'list') return itemsOf(plan.items, variables)
  if (plan.kind === 'object') return inputsOf(plan.inputs, plan.isOneOf, variables)
  if (plan.kind === 'scalar') return coerceInputLiteral(plan.node, plan.type, variables)
  const value = variables.coerced[plan.name]
  return value === null && plan.isNonNull ? undefined : value
}

function planValue(node: ValueNode, type: GraphQLInputType): ValuePlan {
  if (node.kind === Kind.VARIABLE) return { kind: 'variable', name: node.name.value, isNonNull: isNonNullType(type) }
  if (isNonNullType(type)) return node.kind === Kind.NULL ? UNFIT : planValue(node, type.ofType)
  if (node.kind === Kind.NULL) return { kind: 'constant', value: null }
  if (isListType(type)) return planItems(node.kind === Kind.LIST ? node.values : [node], type.ofType)
  if (isInputObjectType(type)) return node.kind === Kind.OBJECT ? planObject(node.fields, type) : UNFIT
  const plan: ValuePlan = { kind: 'scalar', node, type }
  return holdsVariable(node) ? plan : made(plan)
}

function planItems(nodes: readonly ValueNode[], type: GraphQLInputType): ValuePlan {
  const items = nodes.map(node => planValue(node, type))
  const plan: ValuePlan = { kind: 'list', items }
  return items.every(isConstant) ? made(plan) : plan
}

type NamedNodes = readonly { readonly name: { readonly value: string }; readonly value: ValueNode }[]

function planObject(nodes: NamedNodes, type: GraphQLInputObjectType): ValuePlan {
  const fields = type.getFields()
  const isUnknown = nodes.some(({ name }) => !Object.hasOwn(fields, name.value))
  if (isUnknown || (type.isOneOf && nodes.length !== 1)) return UNFIT
  return planInputs(Object.values(fields), nodes, type.isOneOf)
}

function planInputs(inputs: readonly Input[], nodes: NamedNodes, isOneOf: boolean): ValuePlan {
  const given = new Map(nodes.map(({ name, value }) => [name.value, value]))
  const planned = inputs.flatMap(input => planInput(input, given.get(input.name)) ?? [])
  const plan: ValuePlan = { kind: 'object', inputs: planned, isOneOf }
  return planned.every(({ value }) => isConstant(value)) ? made(plan) : plan
}

function planInput(input: Input, node: ValueNode | undefined): InputPlan | undefined {
  const { name, type } = input
  const fallback = defaultOf(input)
  const isRequired = isNonNullType(type) && fallback === undefined
  if (node) return { name, value: planValue(node, type), fallback, isRequired }
  if (isRequired) return { name, value: UNFIT, fallback, isRequired }
  return fallback === undefined
    ? undefined
    : { name, value: { kind: 'constant', value: fallback }, fallback, isRequired }
}

function defaultOf({ default: given, type }: Input): unknown {
  return given && (given.literal ? coerceInputLiteral(given.literal, type) : coerceInputValue(given.value, type))
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable)
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => holdsVariable(value))
  return node.kind === Kind.VARIABLE
}

function isConstant({ kind }: ValuePlan): boolean {
  return kind === 'constant'
}

/** What depends on no variable, as it always is. */
function made(plan: ValuePlan): ValuePlan {
  return { kind: 'constant', value: valueWith(plan, NO_VARIABLES) }
}

function itemsOf(items: readonly ValuePlan[], variables: Variables): unknown[] | undefined {
  const values: unknown[] = []
  for (const item of items) {
    const value = valueWith(item, variables)
    const isNull = value === undefined && item.kind === 'variable' && !item.isNonNull
    if (value === undefined && !isNull) return undefined
    values.push(isNull ? null : value)
  }
  return values
}

function inputsOf(inputs: readonly InputPlan[], isOneOf: boolean, variables: Variables): object | undefined {
  const values: Record<string, unknown> = Object.create(null)
  for (const { name, value: plan, fallback, isRequired } of inputs) {
    const isAbsent = plan.kind === 'variable' && variables.coerced[plan.name] === undefined
    const value = isAbsent ? fallback : valueWith(plan, variables)
    if (value === undefined && (isRequired || !isAbsent)) return undefined
    if (isOneOf && (value === undefined || value === null)) return undefined
    if (value !== undefined) values[name] = value
  }
  return values
}
