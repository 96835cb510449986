import {
  type GraphQLField,
  GraphQLFloat,
  GraphQLID,
  type GraphQLInputType,
  GraphQLInt,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql'
import type { Random } from '../execute/random.ts'
import { randomOperation } from '../execute/random-operation.ts'
import { randomJson } from './random-json.ts'
import { randomNumber, randomText } from './random-texts.ts'

export interface AskedDocument {
  readonly query: string
  /** JSON of an object, mostly. */
  readonly variables: string
  readonly operationName?: string
}

/** A document with its variables: valid, nearly valid, or far from it. */
export function randomDocument(random: Random, schema: GraphQLSchema): AskedDocument {
  const kind = random.next()
  if (kind < 0.3) return valid(random, schema)
  if (kind < 0.6) return byVariables(random, schema)
  if (kind < 0.85) {
    const { query, variables } = random.chance(0.5) ? valid(random, schema) : byVariables(random, schema)
    return { query: mutateTokens(random, query), variables }
  }
  return { query: random.pick(BOMBS)(random), variables: random.chance(0.5) ? '{}' : randomJson(random) }
}

function valid(random: Random, schema: GraphQLSchema): AskedDocument {
  const { text, variables } = randomOperation(random, schema)
  return { query: text, variables: JSON.stringify(variables.values(random)) }
}

/** Every argument by a variable, with values at the edges of its type and beyond. */
function byVariables(random: Random, schema: GraphQLSchema): AskedDocument {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()]
  const isMutation = mutation && random.chance(0.3)
  const root = (isMutation ? mutation : query) as GraphQLObjectType
  const fields = random.sample(Object.values(root.getFields()), random.int(1, 3))
  const declared: string[] = []
  const values: string[] = []
  const selections = fields.map((field, at) => {
    const given = random.some(field.args, 0.8).map(({ name, type }) => {
      const variable = `v${declared.length}`
      declared.push(`$${variable}: ${type}`)
      values.push(`"${variable}":${random.chance(0.1) ? randomJson(random) : edgeOf(random, type)}`)
      return `${name}: $${variable}`
    })
    return `f${at}: ${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${selectionOf(random, field, 3)}`
  })
  const head = `${isMutation ? 'mutation' : 'query'} Q${declared.length > 0 ? `(${declared.join(', ')})` : ''}`
  const directive = isMutation && random.chance(0.2) ? ' @transaction' : ''
  return {
    query: `${head}${directive} { ${selections.join(' ')} }`,
    variables: `{${values.join()}}`,
    operationName: 'Q',
  }
}

function selectionOf(random: Random, { type }: GraphQLField<unknown, unknown>, depth: number): string {
  const named = getNamedType(type)
  if (isLeafType(named)) return ''
  if (!isObjectType(named)) return ' { __typename ... on Thing { id name } ... on Other { size } }'
  const fields = Object.values(named.getFields()).filter(({ args, type }) => {
    return args.length === 0 && (depth > 0 || isLeafType(getNamedType(type)))
  })
  const chosen = random.sample(fields, random.int(1, 4))
  return ` { __typename ${chosen.map(field => `${field.name}${selectionOf(random, field, depth - 1)}`).join(' ')} }`
}

/** JSON of a value that the type may take, or nearly. */
function edgeOf(random: Random, type: GraphQLInputType, depth = 4): string {
  const nullable = getNullableType(type)
  if (random.chance(0.05)) return 'null'
  if (isListType(nullable)) {
    const length = random.chance(0.02) ? 3_000 : random.int(0, 3)
    return `[${Array.from({ length }, () => edgeOf(random, nullable.ofType, length > 10 ? 0 : depth - 1)).join()}]`
  }
  if (isInputObjectType(nullable)) {
    const fields = depth > 0 ? random.some(Object.values(nullable.getFields()), 0.35) : []
    return `{${fields.map(({ name, type }) => `"${name}":${edgeOf(random, type, depth - 1)}`).join()}}`
  }
  if (isEnumType(nullable)) return JSON.stringify(random.pick(nullable.getValues()).name)
  const isNumber =
    nullable === GraphQLInt || nullable === GraphQLFloat || (nullable === GraphQLID && random.chance(0.4))
  if (isNumber) return randomNumber(random)
  if (nullable.name === 'Boolean') return random.pick(['true', 'false'])
  return nullable.name === 'JSON' ? randomJson(random) : JSON.stringify(randomText(random))
}

const TOKENS = /[_A-Za-z]\w*|\d+|"(?:[^"\\]|\\.)*"|\.\.\.|\S/g

const PIECES = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '!',
  '$',
  '@',
  '|',
  '&',
  '=',
  '...',
  '...F0',
  '... on Thing',
  '@skip(if: $v0)',
  '@include(if: null)',
  '@transaction',
  '@deprecated',
  '__proto__',
  'constructor: __typename',
  '__typename',
  '$__proto__',
  'on',
  'fragment',
  'query',
  'mutation',
  'subscription',
  'null',
  'true',
  '"',
  '"""',
  '"\\u{110000}"',
  '"\\ud800"',
  '"\\u{1F600}"',
  '"""block\n  """',
  '#',
  '\ufeff',
  '\u0000',
  ',',
  '1.',
  '01',
  '1e999',
  '-',
  '99999999999999999999',
]

/** A text with some tokens that are lost, doubled, elsewhere or new. */
function mutateTokens(random: Random, text: string): string {
  const tokens = text.match(TOKENS) ?? []
  for (let left = random.int(1, 4); left > 0; left--) {
    const at = random.int(0, tokens.length)
    const [token = ''] = tokens.slice(at)
    const put = random.pick([[], [token, token], [random.pick(PIECES)], [random.pick(PIECES), token]])
    tokens.splice(at, 1, ...put)
    if (random.chance(0.3))
      tokens.splice(random.int(0, tokens.length), 0, random.pick(tokens.length > 0 ? tokens : ['x']))
  }
  return tokens.join(' ')
}

const times = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ')

/** Documents that cost whoever reads them much. */
const BOMBS: readonly ((random: Random) => string)[] = [
  random => `{ ${times(random.int(2, 20_000), at => `a${at}: calm`)} }`,
  random => `{ ${'calm '.repeat(random.int(2, 10_000))} }`,
  random => `{ calm ${'@skip(if: false) '.repeat(random.int(2, 3_000))} }`,
  random => '{ thing(id: 1) '.concat('{ next '.repeat(random.int(2, 5_000)), '}'.repeat(10)),
  random => {
    const depth = random.int(2, 60)
    return `{ thing(id: 1) ${'{ parent '.repeat(depth)}{ id }${' }'.repeat(depth)} }`
  },
  random => `{ ...F0 } ${times(random.int(1, 2_000), at => `fragment F${at} on Query { ...F${at + 1} }`)}`,
  () => '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  random => {
    const steps = random.int(2, 40)
    return `{ thing(id: 1) { ...F0 } } ${times(steps, at => `fragment F${at} on Thing { a: parent { ...F${at + 1} } b: parent { ...F${at + 1} } }`)} fragment F${steps} on Thing { id }`
  },
  random => `{ any(value: ${'['.repeat(random.int(2, 20_000))}`,
  random => {
    const depth = random.int(2, 4_000)
    return `{ any(value: ${'{a: '.repeat(depth)}1${'}'.repeat(depth)}) }`
  },
  random => `query (${times(random.int(2, 3_000), at => `$v${at}: Int = ${at}`)}) { calm }`,
  random => `query ($a: ${'['.repeat(random.int(2, 9_000))}Int) { calm }`,
  random => `{ thing(id: "${'x'.repeat(random.int(2, 120_000))}") { id } }`,
  random => `{ thing(id: """${'"'.repeat(random.int(1, 5))}\\"""${'\n '.repeat(random.int(2, 20_000))}""") { id } }`,
  random => `{ thing(id: ${'9'.repeat(random.int(2, 50_000))}) { id } }`,
  random => `{ things(ids: [${'1 '.repeat(random.int(2, 9_000))}]) { id } }`,
  random =>
    `{ things(big: ${randomNumber(random)}, ratio: ${randomNumber(random)}, limit: ${randomNumber(random)}) { id } }`,
  random => `{ thing(id: ${JSON.stringify(randomText(random))}) { id } }`,
  random => `#${'#'.repeat(random.int(2, 100_000))}\n{ calm }`,
  random => `${times(random.int(2, 1_000), at => `query Q${at} { calm }`)}`,
  random =>
    `{ ${times(random.int(2, 30), at => `a${at}: __schema { types { fields { type { fields { name } } } } }`)} }`,
  random => `{ ${times(random.int(2, 400), at => `a${at}: things(ids: [${at}]) { id children { id } }`)} }`,
  random =>
    `{ ${times(random.int(2, 150), at => `a${at}: pgItems(where: { name: { contains: "${at}" } }) { id thing { id } }`)} }`,
  random => {
    const depth = random.int(2, 300)
    return `{ liteItems(where: ${'{ not: '.repeat(depth)}{ id: { eq: 1 } }${' }'.repeat(depth)}) { id } }`
  },
  random => `mutation { ${times(random.int(2, 60), at => `a${at}: liteRename(id: ${at}, name: "x") { id }`)} }`,
  () => 'subscription { calm }',
  () => 'type Query { a: Int } { calm }',
  () => 'extend schema @source(name: "x", http: { baseURL: "http://127.0.0.1" }) query { calm }',
  () => '',
  () => '\u0000',
]
