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

type Field = GraphQLField<unknown, unknown>

/** Fields of a type that joins nothing. */
const LEAVES = 3
/** Joins of the root field's type, each with one field. */
const JOINS = 2

/** A field whose join a query is to show. */
interface ShownJoin {
  readonly type: string
  readonly field: string
}

/** A query to begin with, made from the schema: a list that needs no arguments, with what it joins; one that shows `join`, if there is. */
export function exampleQuery({ schema }: Pick<SchemaPlan, 'schema'>, join?: ShownJoin): string {
  const fields = askable(schema.getQueryType()).filter(({ type }) => isLeaf(type) || isObjectType(getNamedType(type)))
  const lists = fields.filter(({ type }) => isListType(getNullableType(type)))
  const showing = lists.find(({ type }) => getNamedType(type).name === join?.type)
  const field = showing ?? lists.find(({ type }) => joinsOf(type).length > 0) ?? lists[0] ?? fields[0]
  const shown = showing && join?.field
  return field ? `{\n  ${field.name}${limitOf(field)}${selectionOf(field, '  ', shown)}\n}\n` : '{ __typename }\n'
}

function limitOf({ args }: Field): string {
  const limit = args.find(({ name, type }) => /^(limit|first)$/.test(name) && getNamedType(type).name === 'Int')
  return limit ? `(${limit.name}: 3)` : ''
}

function selectionOf({ type }: Field, indent: string, shown: string | undefined): string {
  if (isLeaf(type)) return ''
  const joins = joinsOf(type, shown)
  const names = [
    ...telling(type, joins.length > 0 ? 1 : LEAVES),
    ...joins.map(join => `${join.name} {\n${indent}    ${telling(join.type, 1).join()}\n${indent}  }`),
  ]
  return ` {\n${names.map(name => `${indent}  ${name}\n`).join('')}${indent}}`
}

/** The leaf fields that tell most of a thing: those that it always has, its id only where there is nothing else. */
function telling(type: Field['type'], count: number): string[] {
  const leaves = askable(getNamedType(type) as GraphQLObjectType).filter(field => isLeaf(field.type))
  const rank = (leaf: Field) => (leaf.name === 'id' ? 2 : isNonNullType(leaf.type) ? 0 : 1)
  const names = leaves.sort((a, b) => rank(a) - rank(b)).map(({ name }) => name)
  return names.length > 0 ? names.slice(0, count) : ['__typename']
}

function joinsOf(type: Field['type'], shown?: string): Field[] {
  const named = getNamedType(type)
  if (!isObjectType(named)) return []
  return askable(named)
    .filter(field => isObjectType(getNamedType(field.type)))
    .sort((a, b) => Number(b.name === shown) - Number(a.name === shown))
    .slice(0, JOINS)
}

function askable(type: GraphQLObjectType | null | undefined): Field[] {
  return Object.values(type?.getFields() ?? {}).filter(({ args }) => !args.some(isRequiredArgument))
}

function isLeaf(type: Field['type']): boolean {
  return isLeafType(getNamedType(type))
}
