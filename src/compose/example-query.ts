import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { isTellable, tellingRank } from './telling-name.ts'

type Field = GraphQLField<unknown, unknown>

/** What an example is made from. */
type ExamplePlan = Pick<SchemaPlan, 'schema' | 'types'>

/** Fields of a type that joins nothing. */
const LEAVES = 3
/** Joins of the root field's type, each with one field. */
const JOINS = 2

/** A field whose join a query is to show. */
interface ShownJoin {
  readonly type: string
  readonly field: string
}

/**
 * A query to begin with, made from the schema: a list that needs no arguments, with what it joins, best from another source; one that
 * shows `join`, if there is. It asks for names and titles before ids, and for nothing that is personal or secret by its name.
 */
export function exampleQuery(plan: ExamplePlan, join?: ShownJoin): string {
  const { schema } = plan
  const fields = askable(schema.getQueryType()).filter(({ type }) => isLeaf(type) || isObjectType(getNamedType(type)))
  const lists = fields.filter(({ type }) => isListType(getNullableType(type)))
  const showing = lists.find(({ type }) => getNamedType(type).name === join?.type)
  const field =
    showing ??
    lists.find(list => joinsOf(list.type).some(join => isOfAnotherSource(plan, list, join))) ??
    lists.find(({ type }) => joinsOf(type).length > 0) ??
    lists[0] ??
    fields[0]
  const shown = showing && join?.field
  return field ? `{\n  ${field.name}${limitOf(field)}${selectionOf(plan, field, shown)}\n}\n` : '{ __typename }\n'
}

function limitOf({ args }: Field): string {
  const limit = args.find(({ name, type }) => /^(limit|first)$/.test(name) && getNamedType(type).name === 'Int')
  return limit ? `(${limit.name}: 3)` : ''
}

function selectionOf(plan: ExamplePlan, field: Field, shown: string | undefined): string {
  const { type } = field
  if (isLeaf(type)) return ''
  const rank = (join: Field) => (join.name === shown ? 0 : isOfAnotherSource(plan, field, join) ? 1 : 2)
  const joins = joinsOf(type)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, JOINS)
  const names = [
    ...telling(type, joins.length > 0 ? 1 : LEAVES),
    ...joins.map(join => `${join.name}${limitOf(join)} {\n      ${telling(join.type, 1).join()}\n    }`),
  ]
  return ` {\n${names.map(name => `    ${name}\n`).join('')}  }`
}

/** The leaf fields that tell most of a thing. */
function telling(type: Field['type'], count: number): string[] {
  const leaves = askable(getNamedType(type) as GraphQLObjectType).filter(
    ({ name, type }) => isLeaf(type) && isTellable(name),
  )
  const rank = ({ name, type }: Field) =>
    tellingRank({ name, type: getNamedType(type).name, isThere: isNonNullType(type) })
  const names = leaves.sort((a, b) => rank(a) - rank(b)).map(({ name }) => name)
  return names.length > 0 ? names.slice(0, count) : ['__typename']
}

function joinsOf(type: Field['type']): Field[] {
  const named = getNamedType(type)
  return isObjectType(named) ? askable(named).filter(field => isObjectType(getNamedType(field.type))) : []
}

/** Whether a field of the objects that `list` answers comes from another source than they do. */
function isOfAnotherSource({ types, schema }: ExamplePlan, list: Field, join: Field): boolean {
  const sourceOf = (type: string | undefined, field: Field) =>
    types.get(type ?? '')?.fields.get(field.name)?.bound?.source ??
    types.get(getNamedType(field.type).name)?.home?.source
  const own = sourceOf(schema.getQueryType()?.name, list)
  const other = sourceOf(getNamedType(list.type).name, join)
  return own !== undefined && other !== undefined && own !== other
}

function askable(type: GraphQLObjectType | null | undefined): Field[] {
  return Object.values(type?.getFields() ?? {}).filter(({ args }) => !args.some(isRequiredArgument))
}

function isLeaf(type: Field['type']): boolean {
  return isLeafType(getNamedType(type))
}
