import {
  buildSchema,
  type GraphQLCompositeType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
  OverlappingFieldsCanBeMergedRule,
  parse,
  validate,
} from 'graphql'
import { expect, test } from 'vitest'
import { fieldsMerge } from '../../src/edge/graphql/fields-merge.ts'
import { validationSteps } from '../../src/edge/graphql/validate-document.ts'
import { atOnce } from '../../src/source/slices.ts'
import { Random } from '../execute/random.ts'

const schema = buildSchema(`
  interface Being { id: ID! name(short: Boolean): String near(first: Int): [Being!] }
  type Cat implements Being { id: ID! name(short: Boolean): String near(first: Int): [Being!] age: Int kittens: [Cat] home: House }
  type Dog implements Being { id: ID! name(short: Boolean): String near(first: Int): [Being!] age: Float home: House! }
  type House { id: ID! name(short: Boolean): String owner: Being pets: [Pet!] }
  union Pet = Cat | Dog
  type Query { being: Being cat: Cat dog: Dog pet: Pet house: House }
`)
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  name: ['', '', '(short: true)', '(short: $short)'],
  near: ['', '', '(first: 1)'],
}

interface Fragment {
  readonly name: string
  readonly type: GraphQLCompositeType
}

/** A valid selection of few names and aliases, so that they meet. */
function selectionOf(
  random: Random,
  type: GraphQLCompositeType,
  fragments: readonly Fragment[],
  depth: number,
): string {
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type]
  const fitting = fragments.filter(fragment => fragment.type === type || possible.some(each => each === fragment.type))
  const parts = Array.from({ length: random.int(1, 4) }, () => {
    if (fitting.length > 0 && random.chance(0.3)) return `...${random.pick(fitting).name}`
    if (depth > 0 && random.chance(isAbstractType(type) ? 0.4 : 0.05)) {
      const part = random.pick(possible)
      return `... on ${part.name} ${selectionOf(random, part, fragments, depth - 1)}`
    }
    const fields = isUnionType(type) ? [] : Object.values(type.getFields())
    const open = fields.filter(field => depth > 0 || !isCompositeType(getNamedType(field.type)))
    if (open.length === 0) return '__typename'
    const field = random.pick(open)
    const below = getNamedType(field.type)
    const set = isCompositeType(below) ? ` ${selectionOf(random, below, fragments, depth - 1)}` : ''
    return `${random.pick(['', '', '', 'a: ', 'id: '])}${field.name}${random.pick(ARGUMENTS[field.name] ?? [''])}${set}`
  })
  return `{ ${parts.join(' ')} }`
}

function randomText(random: Random): string {
  const types = ['Being', 'Cat', 'Dog', 'House', 'Pet'].map(name => schema.getType(name) as GraphQLCompositeType)
  const fragments = Array.from({ length: 3 }, (_, at) => ({ name: `F${at}`, type: random.pick(types) }))
  const query = schema.getQueryType() as GraphQLCompositeType
  let text = `query($short: Boolean) ${selectionOf(random, query, fragments, 4)}`
  // Each spreads only those behind it; the rule would look at one that is spread nowhere, too.
  for (const [at, { name, type }] of fragments.entries())
    if (text.includes(`...${name}`))
      text += ` fragment ${name} on ${type.name} ${selectionOf(random, type, fragments.slice(at + 1), 2)}`
  return text
}

test('Fields are told to merge where the rule of graphql-js has nothing against them', () => {
  const seed = Number(process.env.SEED ?? 1)
  const seen = { merging: 0, conflicting: 0 }
  for (let at = 0; at < 1_000; at++) {
    const text = randomText(new Random(seed, at))
    const document = parse(text)
    const errors = validate(schema, document).map(({ message }) => message)
    expect(errors.filter(each => !/conflict because|is never used/.test(each))).toEqual([])
    const merges = validate(schema, document, [OverlappingFieldsCanBeMergedRule]).length === 0
    seen[merges ? 'merging' : 'conflicting'] += 1
    expect({ text, merges: fieldsMerge(schema, document).merges }).toEqual({ text, merges })
  }
  expect(Math.min(seen.merging, seen.conflicting)).toBeGreaterThan(50)
})

test('The order of arguments, and of what is in them, tells no fields apart, however many there are', () => {
  const schema = buildSchema('input By { a: Int b: [By!] } type Query { item(by: By, of: Int): Int }')
  const forms = ['of: 1, by: { a: 1, b: [{ a: 2, b: [] }] }', 'by: { b: [{ b: [], a: 2 }], a: 1 }, of: 1']
  const text = `{ ${Array.from({ length: 1_200 }, (_, at) => `item(${forms[at % 2]})`).join(' ')} }`
  expect(atOnce(validationSteps(schema, parse(text), true, false))).toEqual({ errors: [], tooManyFields: false })
})

test('Hundreds of fragments of one type are compared in time linear to their fields', () => {
  const names = Array.from({ length: 1_000 }, (_, at) => `F${at}`)
  const fragments = names.map(name => `fragment ${name} on Cat { id name age home { id name } near { id } }`)
  const text = `{ cat { ${names.map(name => `...${name}`).join(' ')} } } ${fragments.join(' ')}`
  expect(fieldsMerge(schema, parse(text)).merges).toBe(true)
})

test('A long document is validated in steps, with the same words', () => {
  const text = 'query ($v: Int, $w: Int) { person { unknown name @include(if: $w) name: age ...X } }'
  const validate = (isLong: boolean) => {
    const steps = validationSteps(schema, parse(text), false, isLong)
    let pauses = 0
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return { pauses, messages: step.value.errors.map(({ message }) => message).sort() }
      pauses += 1
    }
  }
  const short = validate(false)
  const long = validate(true)
  expect(long.messages).toEqual(short.messages)
  expect(long.messages.length).toBeGreaterThan(2)
  expect(long.pauses).toBeGreaterThan(short.pauses)
})
