import {
  type ArgumentNode,
  buildSchema,
  coerceInputLiteral,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  getArgumentValues,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  Kind,
  parseType,
  parseValue,
  typeFromAST,
} from 'graphql'
import { expect, test } from 'vitest'
import type { Variables } from '../../src/plan/operation/conditions.ts'
import { planArguments, valueWith } from '../../src/plan/operation/value-plan.ts'
import { Random } from '../execute/random.ts'

const SCHEMA = buildSchema(`
  type Query {
    f(
      i: In
      r: In!
      list: [In] = [{ r: 1 }, null]
      lists: [[Int!]]
      one: One
      ones: [One!]
      any: Any
      anys: [Any!]! = ["x"]
      n: Int! = 1
      e: E = B
      ids: [ID]
    ): Int
  }
  input In { r: Int!  o: Float  d: Int = 3  n: Int! = 4  l: [Int]  i: In  is: [In!]  one: One  e: E = B  any: Any }
  input One @oneOf { i: In  e: [E!]  any: Any  n: Int }
  enum E { A B }
  scalar Any
`)
const FIELD = SCHEMA.getQueryType()?.getFields().f as GraphQLField<unknown, unknown>
const TYPES = ['Int', 'Int! = 5', '[Int]', 'In', 'In! = { r: 1 }', 'E', 'Any', 'One', '[In!]']
const VALUES = [null, 1, 0.5, 'A', 'text', true, [1], [null], [], { r: 1 }, { n: 2 }, { a: { b: [] } }]

/** Variables whose values need not be of their types, and of which any may be absent. */
function randomVariables(random: Random): Variables {
  const sources: Record<string, unknown> = Object.create(null)
  const coerced: Record<string, unknown> = Object.create(null)
  for (const [at, text] of TYPES.entries()) {
    const [type = '', fallback] = text.split(' = ')
    const literal = fallback === undefined ? undefined : parseValue(fallback)
    const of = typeFromAST(SCHEMA, parseType(type)) as GraphQLInputType
    const value = random.chance(0.3) ? undefined : random.pick(VALUES)
    const signature = { name: `v${at}`, type: of, default: literal && { literal } }
    sources[`v${at}`] = { signature, ...(value !== undefined && { value }) }
    const known = value ?? (literal && coerceInputLiteral(literal, of))
    if (known !== undefined) coerced[`v${at}`] = known
  }
  return { sources, coerced } as Variables
}

/** A literal of the type with variables in it, or one that is wrong somewhere. */
function randomLiteral(random: Random, type: GraphQLInputType, depth: number): string {
  if (random.chance(0.25)) return `$v${random.int(0, TYPES.length)}`
  if (isNonNullType(type)) return randomLiteral(random, type.ofType, depth)
  if (random.chance(0.06)) return 'null'
  if (random.chance(0.03)) return random.pick(['{ unfit: 1 }', '"unfit"', 'unfit', '[7]', '1.5'])
  if (isListType(type)) {
    if (random.chance(0.3)) return randomLiteral(random, type.ofType, depth)
    return `[${Array.from({ length: random.int(0, 3) }, () => randomLiteral(random, type.ofType, depth)).join()}]`
  }
  if (isInputObjectType(type)) {
    const all = Object.values(type.getFields())
    const some = type.isOneOf ? random.sample(all, random.chance(0.1) ? 2 : 1) : all.filter(() => random.chance(0.4))
    const given = all.filter(field => some.includes(field) || (field.name === 'r' && random.chance(0.95)))
    const fields = given.map(
      field => `${field.name}: ${depth > 0 ? randomLiteral(random, field.type, depth - 1) : '1'}`,
    )
    return `{ ${[...fields, ...random.some(['unknown: 1'], 0.02)].join(' ')} }`
  }
  if (isEnumType(type)) return random.pick(['A', 'B'])
  if (isScalarType(type) && type.name === 'Any')
    return random.pick(['1', '"a"', '{ a: $v0, b: [$v1, { c: $v3 }] }', '[$v6, 1]', '{ a: [] }'])
  return random.pick(['1', '-7', '12'])
}

function randomNode(random: Random): FieldNode {
  const args = FIELD.args.filter(({ name }) => random.chance(name === 'r' ? 0.95 : 0.3))
  const given = args.map(({ name, type }): ArgumentNode => {
    return {
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: name },
      value: parseValue(randomLiteral(random, type, 3)),
    }
  })
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'f' }, arguments: given }
}

function byGraphqlJs(node: FieldNode, variables: Variables): unknown {
  try {
    return getArgumentValues(FIELD, node, variables)
  } catch {
    return undefined
  }
}

test('Arguments are what graphql-js makes of them, with any variables, and are none where it makes none', () => {
  let fit = 0
  for (let seed = 0; seed < 4_000; seed++) {
    const random = new Random(7, seed)
    const node = randomNode(random)
    const plan = planArguments(FIELD, node)
    for (let each = 0; each < 2; each++) {
      const variables = randomVariables(random)
      const expected = byGraphqlJs(node, variables)
      const actual = valueWith(plan, variables)
      expect([seed, actual]).toEqual([seed, expected])
      expect(JSON.stringify(actual)).toBe(JSON.stringify(expected))
      if (expected !== undefined) fit += 1
    }
  }
  expect(fit).toBeGreaterThan(1_000)
})
