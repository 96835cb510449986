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

/** A query to begin with, made from the schema: a list that needs no arguments, with what it joins. */
export function exampleQuery({ schema }: SchemaPlan): string {
  const fields = askable(schema.getQueryType()).filter(({ type }) => isLeaf(type) || isObjectType(getNamedType(type)))
  const lists = fields.filter(({ type }) => isListType(getNullableType(type)))
  const field = lists.find(({ type }) => joinsOf(type).length > 0) ?? lists[0] ?? fields[0]
  return field ? `{\n  ${field.name}${limitOf(field)}${selectionOf(field, '  ')}\n}\n` : '{ __typename }\n'
}

function limitOf({ args }: Field): string {
  const limit = args.find(({ name, type }) => /^(limit|first)$/.test(name) && getNamedType(type).name === 'Int')
  return limit ? `(${limit.name}: 3)` : ''
}

function selectionOf({ type }: Field, indent: string): string {
  if (isLeaf(type)) return ''
  const joins = joinsOf(type)
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

function joinsOf(type: Field['type']): Field[] {
  const named = getNamedType(type)
  if (!isObjectType(named)) return []
  return askable(named)
    .filter(field => isObjectType(getNamedType(field.type)))
    .slice(0, JOINS)
}

function askable(type: GraphQLObjectType | null | undefined): Field[] {
  return Object.values(type?.getFields() ?? {}).filter(({ args }) => !args.some(isRequiredArgument))
}

function isLeaf(type: Field['type']): boolean {
  return isLeafType(getNamedType(type))
}
