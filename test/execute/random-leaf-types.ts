import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql'
import type { Random } from './random.ts'

/** GraphQL's own scalars, two that refuse some values, and enums whose values may stand for other texts. */
export function randomLeafTypes(random: Random): GraphQLLeafType[] {
  const scalars = [GraphQLInt, GraphQLFloat, GraphQLString, GraphQLBoolean, GraphQLID]
  const custom = [
    new GraphQLScalarType({ name: 'Odd', coerceOutputValue: coerceOdd }),
    new GraphQLScalarType({ name: 'Strict', coerceOutputValue: coerceStrict }),
  ]
  return [...scalars, ...custom, ...Array.from({ length: random.int(1, 2) }, (_, at) => randomEnum(random, `E${at}`))]
}

function randomEnum(random: Random, name: string): GraphQLEnumType {
  const names = random.sample(['RED', 'GREEN', 'blue', 'valueOf', 'constructor', 'undefined', '_'], random.int(2, 4))
  const values = names.map(value => [value, { value: random.chance(0.5) ? value : upstreamValue(random, value) }])
  return new GraphQLEnumType({ name, values: Object.fromEntries(values) })
}

/** What an enum value is called upstream. */
function upstreamValue(random: Random, name: string): string {
  return `${random.pick(['', '1', ' ', 'up "stream" '])}${name}`
}

/** Makes null, an object or a list of some values; refuses some with an error of GraphQL's, which tells the value. */
function coerceOdd(value: unknown): unknown {
  if (value === '') return null
  if (value === true) return undefined
  if (typeof value === 'bigint') return { digits: String(value), 'a "key"': null }
  if (typeof value === 'number' && value < 0) return [value, [String(value)]]
  if (value === 0) throw new GraphQLError('Odd is never even.')
  return value
}

/** Refuses all but texts with a plain error. */
function coerceStrict(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('Strict is a text.')
  return value
}
