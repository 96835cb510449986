import { getOperationAST, parse } from 'graphql'
import { expect, test } from 'vitest'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../../src/plan/schema-plan.ts'
import { compilePlan } from './compile-plan.ts'
import { MemorySource } from './memory-source.ts'
import { askEngine } from './outcome.ts'

const schemaPlan = compilePlan(`
  extend schema @source(name: "api", http: { baseURL: "http://api.test" })

  type Query {
    person(id: ID): Person @http(GET: "/people/{$args.id}")
    animal: Animal @http(GET: "/animal")
  }
  type Person @http(GET: "/people?id={$batch.id}", by: "id") {
    id: ID!
    friend: Person @map(from: "friendId")
    boss: Boss
    pets: [Animal!] @http(GET: "/pets?owner={$batch.id}", by: "owner")
  }
  type Boss { name: String  boss: Boss }
  interface Animal { parent: Animal }
  type Cat implements Animal { parent: Animal  owner: Person }
  type Dog implements Animal { parent: Animal  owner: Person }
  type Cow implements Animal { parent: Animal  owner: Person }
`)

const LEVELS = 30

/** A query by fragments, one a level, in which `…` stands for the next level. */
function fragments(root: string, type: string, body: string): string {
  const texts = Array.from({ length: LEVELS }, (_, at) => {
    const below = at === LEVELS - 1 ? '__typename' : `...F${at + 1}`
    return `fragment F${at} on ${type} { ${body.replaceAll('…', below)} }`
  })
  return [`{ ${root} { ...F0 } }`, ...texts].join('\n')
}

function nested(root: string, body: string): string {
  let text = '__typename'
  for (let at = 0; at < LEVELS; at++) text = body.replaceAll('…', text)
  return `{ ${root} { ${text} } }`
}

const QUERIES = {
  'a fragment that is spread twice': fragments('person', 'Person', '… … friend { … … }'),
  'a field that is selected twice': fragments('person', 'Person', 'friend { … } friend { … }'),
  'two aliases of a field with a home': fragments('person', 'Person', 'x: friend { … } y: friend { … }'),
  'two aliases of a field that asks': fragments(
    'person',
    'Person',
    'x: pets { ...on Cat { owner { … } } } y: pets { ...on Cat { owner { … } } }',
  ),
  'two aliases of a plain field': fragments('person { boss', 'Boss', 'x: boss { … } y: boss { … }').replace('}', '} }'),
  'an interface': nested('animal', 'parent { … }'),
  'an interface and its types': fragments(
    'animal',
    'Animal',
    'parent { … ...on Cat { parent { … } } ...on Dog { parent { … } } }',
  ),
}

for (const [name, text] of Object.entries(QUERIES))
  test(`Planning ${LEVELS} levels of ${name} takes work in proportion to the document`, async () => {
    const lookUps = new CountedTypes(schemaPlan.types, 20 * (text.match(/\w+/g) ?? []).length)
    const counted: SchemaPlan = { ...schemaPlan, types: lookUps }
    const document = parse(text)
    const operation = getOperationAST(document)
    if (!operation) throw new Error('the document has no operation')
    const plans = new OperationPlans(counted, document, operation)
    const sources = new Map([['api', new MemorySource(() => null)]])
    const { data } = await askEngine(plans, { sources })
    expect(data).toMatch(/^\{"(person|animal)":null\}$/)
  })

test('Planning fields that find objects of any of many types takes work in proportion to the document', async () => {
  const types = Array.from({ length: 300 }, (_, at) => `type T${at} @http(GET: "/t${at}/{$this.id}") { id: ID! t: T0 }`)
  const plan = compilePlan(`
    extend schema @globalIds @source(name: "api", http: { baseURL: "http://api.test" })
    type Query { t: T0 @http(GET: "/t") }
    ${types.join('\n')}
  `)
  const fields = Array.from(
    { length: 100 },
    (_, at) => `n${at}: node(id: "VDA6MQ") { id ... on T${at} { t { id } } ...any }`,
  )
  const text = `{ ${fields.join(' ')} } fragment any on Node { __typename ... on T0 { t { t { id } } } }`
  const document = parse(text)
  const operation = getOperationAST(document)
  if (!operation) throw new Error('the document has no operation')
  const lookUps = new CountedTypes(plan.types, types.length + 20 * (text.match(/\w+/g) ?? []).length)
  const plans = new OperationPlans({ ...plan, types: lookUps }, document, operation)
  const sources = new Map([['api', new MemorySource(() => ({ id: 1, t: null }))]])
  const { data } = await askEngine(plans, { sources })
  const all = { id: 'VDA6MQ', t: null, __typename: 'T0' }
  const found = fields.map((_, at) => [`n${at}`, at === 0 ? all : { id: 'VDA6MQ', __typename: 'T0', t: null }])
  expect(JSON.parse(String(data))).toEqual(Object.fromEntries(found))
})

/** A plan's types, of which only so many look-ups are allowed. */
class CountedTypes extends Map<string, NonNullable<ReturnType<SchemaPlan['types']['get']>>> {
  #left: number

  constructor(types: SchemaPlan['types'], allowed: number) {
    super(types)
    this.#left = allowed
  }

  override get(name: string) {
    this.#left -= 1
    if (this.#left < 0) throw new Error('planning takes more than its share of work')
    return super.get(name)
  }
}
