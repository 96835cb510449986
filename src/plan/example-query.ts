import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import type { SchemaPlan } from './schema-plan.ts'

const LEAVES = 2

/** A query to begin with, made from the schema: a root field that needs no arguments, with its leaves and its joins. */
export function exampleQuery({ schema }: SchemaPlan): string {
  const root = schema.getQueryType()
  const fields = Object.values(root?.getFields() ?? {}).filter(({ args }) => !args.some(isRequiredArgument))
  const field = fields.find(({ type }) => isListType(getNullableType(type))) ?? fields[0]
  if (!field) return '{ __typename }'
  return `{\n  ${field.name}${limitOf(field)}${selectionOf(field, '  ', 2)}\n}\n`
}

function limitOf({ args }: GraphQLField<unknown, unknown>): string {
  const limit = args.find(
    ({ name, type }) => (name === 'limit' || name === 'first') && getNamedType(type).name === 'Int',
  )
  return limit ? `(${limit.name}: 3)` : ''
}

function selectionOf({ type }: GraphQLField<unknown, unknown>, indent: string, depth: number): string {
  const named = getNamedType(type)
  if (!isObjectType(named)) return isLeafType(named) ? '' : ' { __typename }'
  const lines = [...leavesOf(named), ...(depth > 1 ? joinsOf(named, `${indent}  `, depth - 1) : [])]
  return ` {\n${(lines.length > 0 ? lines : ['__typename']).map(line => `${indent}  ${line}\n`).join('')}${indent}}`
}

function leavesOf(type: GraphQLObjectType): string[] {
  const leaves = fieldsOf(type).filter(field => isLeafType(getNamedType(field.type)))
  const telling = leaves.filter(({ name }) => name !== 'id')
  return (telling.length > 0 ? telling : leaves).slice(0, LEAVES).map(({ name }) => name)
}

function joinsOf(type: GraphQLObjectType, indent: string, depth: number): string[] {
  const joins = fieldsOf(type).filter(field => isObjectType(getNamedType(field.type)))
  return joins.slice(0, LEAVES).map(field => `${field.name}${selectionOf(field, indent, depth)}`)
}

function fieldsOf(type: GraphQLObjectType): GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument))
}
