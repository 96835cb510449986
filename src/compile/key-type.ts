import type { GraphQLNamedType } from 'graphql'
import { listOf } from './source-directive.ts'

/** The types of which every value is one scalar that can be a key. */
const KEY_TYPES = ['ID', 'String', 'Int', 'BigInt', 'UUID']

/** As people are told of them. */
export const KEY_TYPE_NAMES = listOf(KEY_TYPES, 'disjunction')

/** Whether an argument of the type can be the key of an object. */
export function isKeyType({ name }: GraphQLNamedType): boolean {
  return KEY_TYPES.includes(name)
}
