import { expect, test } from 'vitest'
import { startTestGateway } from '../../support/gateway.ts'
import { startUpstream } from '../../support/upstream.ts'
import { problemsOf } from '../problems-of.ts'
import { definitionOf, importYaml, thing } from './import-yaml.ts'

const one = (schema: string) => `{ 200: { content: { application/json: { schema: ${schema} } } } }`

test('Enums of alternatives are one enum of all values, wherever the alternatives stand', () => {
  const imported = thing(
    `
      type: object
      $ref: '#/components/schemas/Either'`,
    `    Either: { anyOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }
    A: { properties: { level: { enum: [low, mid] }, at: { oneOf: [{ const: x }, { const: y }] }, same: { type: integer } } }
    B: { properties: { level: { enum: [mid, high] }, same: { type: number }, list: { type: array, items: { enum: [p] } } } }`,
  )
  expect(definitionOf(imported, 'type Either')).toBe(
    'type Either {\n  level: EitherLevel\n  at: EitherAt\n  same: Float\n  list: [String!]\n}',
  )
  expect(imported.text.match(/^ {2}(?:LOW|MID|HIGH|X|Y) /gm)).toHaveLength(5)
  expect([...imported.notes, ...problemsOf(imported.text)]).toEqual([])
})

test('What is a scalar or an enum several times over is the narrowest of them', () => {
  const imported = thing(
    `
      allOf:
        - { properties: { kind: { type: string }, level: { $ref: '#/components/schemas/Level' }, size: { type: number } } }
        - properties:
            kind: { type: string, enum: [big, small] }
            level: { type: string, enum: [low, high, top] }
            size: { type: integer, format: int64 }
            state: { type: string, $ref: '#/components/schemas/State' }
            at: { allOf: [{ type: string, format: date-time }, { type: string, maxLength: 30 }] }
            flag: { allOf: [{ type: boolean }, { type: boolean }] }
            never: { allOf: [{ enum: [a] }, { enum: [b] }] }
            odd: { allOf: [{ enum: [a] }, { type: integer }] }`,
    `    State: { type: string, enum: [open, closed] }
    Level: { type: string, enum: [none, low, high] }`,
  )
  expect(definitionOf(imported, 'type Thing')).toBe(`type Thing {
  kind: ThingKind
  level: ThingLevel
  size: BigInt
  state: State
  at: DateTime
  flag: Boolean
  never: String
  odd: JSON
}`)
  expect(definitionOf(imported, 'enum ThingLevel')).toBe(`enum ThingLevel {
  LOW @map(from: "low")
  HIGH @map(from: "high")
  OTHER @map(from: "*")
}`)
  expect(imported.notes).toEqual([
    'JSON, 2 times, for what it is made of does not go together: Thing.odd, ThingInput.odd.',
  ])
  expect(problemsOf(imported.text)).toEqual([])
})

test('One value or a list of such is a list, which an answer says by its notation', async () => {
  const imported = thing(
    `
      properties:
        to: { oneOf: [{ type: string }, { type: array, items: { type: string } }] }
        user_ids: { nullable: true, anyOf: [{ type: array, items: { type: integer } }, { type: integer }] }
        owner: { oneOf: [{ $ref: '#/components/schemas/Owner' }, { type: array, items: { $ref: '#/components/schemas/Owner' } }] }
        states: { oneOf: [{ type: string, enum: [a, b] }, { type: array, items: { type: string, enum: [a, b] } }] }
        odd: { oneOf: [{ type: boolean }, { type: array, items: { $ref: '#/components/schemas/Owner' } }] }
        nested: { type: array, items: { oneOf: [{ type: string }, { type: array, items: { type: string } }] } }`,
    '    Owner: { properties: { name: { type: string } } }',
  )
  expect(definitionOf(imported, 'type Thing')).toBe(`type Thing {
  to: [String!] @map(as: single)
  userIds: [ID!] @map(as: single)
  owner: [Owner!] @map(as: single)
  states: [ThingState!] @map(as: single)
  odd: JSON
  nested: [JSON!]
}`)
  expect(definitionOf(imported, 'input ThingInput')).toContain('  to: [String!]\n  userIds: [BigInt!]\n')
  expect(problemsOf(imported.text)).toEqual([])
  const answer = { to: 'a', user_ids: [1, 2], owner: { name: 'n' }, states: 'b' }
  await using upstream = await startUpstream(() => ({ json: answer }))
  await using gateway = await startTestGateway({ schema: imported.text, environment: { API_URL: upstream.url } })
  const { body } = await gateway.query('{ things { to userIds owner { name } states } }')
  expect(body).toEqual({
    data: { things: { to: ['a'], userIds: ['1', '2'], owner: [{ name: 'n' }], states: ['B'] } },
  })
})

test('A number or a text of digits is a Decimal', () => {
  const decimal = String.raw`anyOf: [{ type: number }, { type: string, pattern: '^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$' }, { type: 'null' }]`
  const imported = thing(`
      properties:
        cost: { ${decimal} }
        rate: { oneOf: [{ type: integer }, { type: string, format: decimal }] }
        port: { oneOf: [{ type: integer }, { type: string, pattern: '^[a-z]+$' }] }`)
  for (const head of ['type Thing', 'input ThingInput'])
    expect(definitionOf(imported, head)).toBe(`${head} {\n  cost: Decimal\n  rate: Decimal\n  port: JSON\n}`)
  expect(problemsOf(imported.text)).toEqual([])
})

test('Several objects that nothing tells apart are one type; certain is what all of them require', () => {
  const imported = thing(`
      properties:
        either:
          oneOf:
            - { required: [id, a], properties: { id: { type: string }, a: { type: string }, deep: { required: [n], properties: { n: { type: integer } } } } }
            - { required: [id, b], properties: { id: { type: string }, b: { type: string }, deep: { properties: { n: { type: integer }, m: { type: integer } } } } }
        clash: { anyOf: [{ properties: { a: { type: string } } }, { properties: { a: { type: boolean } } }] }
        lists: { anyOf: [{ type: array, items: { properties: { a: { type: string } } } }, { type: array, items: { properties: { b: { type: string } } } }] }`)
  expect(definitionOf(imported, 'type ThingEither')).toBe(
    'type ThingEither {\n  id: ID!\n  a: String\n  deep: ThingEitherDeep\n  b: String\n}',
  )
  expect(definitionOf(imported, 'type ThingEitherDeep')).toBe('type ThingEitherDeep {\n  n: Int\n  m: Int\n}')
  expect(definitionOf(imported, 'type ThingList')).toBe('type ThingList {\n  a: String\n  b: String\n}')
  expect(definitionOf(imported, 'input ThingEitherInput')).toContain('  id: ID!\n  a: String\n')
  expect(imported.notes.filter(note => !note.startsWith('ThingClashInput'))).toEqual([
    'ThingClash.a is JSON: it can be of several types.',
  ])
  expect(problemsOf(imported.text)).toEqual([])
})

const USERS = `
    User: { required: [id, object, name], properties: { id: { type: string }, object: { enum: [user] }, name: { type: string } } }
    DeletedUser: { required: [id, object, deleted], properties: { id: { type: string }, object: { enum: [user] }, deleted: { enum: [true] } } }`

test('An object beside what is left of it is that object, and a key of it leads there', () => {
  const imported = importYaml(`
paths:
  /users/{user}:
    get:
      parameters: [{ name: user, in: path, required: true, schema: { type: string } }]
      responses: ${one('{ oneOf: [{ $ref: "#/components/schemas/DeletedUser" }, { $ref: "#/components/schemas/User" }] }')}
  /post: { get: { responses: ${one('{ $ref: "#/components/schemas/Post" }')} } }
components:
  schemas:
    Post:
      properties:
        author: { anyOf: [{ type: string }, { $ref: '#/components/schemas/User' }, { $ref: '#/components/schemas/DeletedUser' }] }
        text: { type: string }${USERS}`)
  expect(definitionOf(imported, 'type Post')).toBe('type Post {\n  author: User\n  text: String\n}')
  expect(definitionOf(imported, 'type User')).toBe(
    `type User @http(GET: "/users/{$this.id}") {
  id: ID!
  object: String!
  name: String
  deleted: Boolean
}`,
  )
  expect([...imported.notes, ...problemsOf(imported.text)]).toEqual([])
})

test('Members of a union that have a field of one name have it of one type', () => {
  const imported = thing(
    `
      properties:
        item: { oneOf: [{ $ref: '#/components/schemas/Track' }, { $ref: '#/components/schemas/Episode' }], discriminator: { propertyName: type } }`,
    `    Track: { properties: { type: { enum: [track] }, ms: { type: integer }, at: { type: string } } }
    Episode: { required: [type, ms, at, show], properties: { type: { enum: [episode] }, ms: { type: integer }, at: { type: integer }, show: { type: string } } }`,
  )
  expect(definitionOf(imported, 'union ThingItem')).toBe(
    'union ThingItem @map(from: "type") = Track | Episode | OtherThingItem',
  )
  expect(definitionOf(imported, 'type Track')).toContain('type Track @map(from: "track") {\n  type: String\n')
  expect(definitionOf(imported, 'type Episode')).toBe(
    'type Episode @map(from: "episode") {\n  type: String\n  ms: Int\n  at: Int!\n  show: String!\n}',
  )
  expect(problemsOf(imported.text)).toEqual([])
})

test('Objects of which one may tell its type in several ways are one type', () => {
  const imported = thing(
    "{ oneOf: [{ $ref: '#/components/schemas/Track' }, { $ref: '#/components/schemas/Show' }], discriminator: { propertyName: type } }",
    `    Track: { required: [type], properties: { type: { enum: [track, ad] }, name: { type: string } } }
    Show: { required: [type], properties: { type: { enum: [show] }, host: { type: string } } }`,
  )
  expect(definitionOf(imported, 'type Thing')).toBe(
    'type Thing {\n  type: ThingType!\n  name: String\n  host: String\n}',
  )
  expect(problemsOf(imported.text)).toEqual([])
})

test('What can have one value is an enum where it is sent, and sent by itself where it has to be', () => {
  const imported = importYaml(`
paths:
  /things:
    get:
      parameters:
        - { name: type, in: query, required: true, schema: { enum: [artist] } }
        - { name: alt, in: query, schema: { type: string, enum: [media] } }
      responses: ${one('{ properties: { object: { const: list }, id: { type: string } } }')}
    post:
      requestBody: { content: { application/json: { schema: { required: [type], properties: { type: { const: folder }, kind: { const: f } } } } } }
      responses: { 204: { description: done } }`)
  expect(definitionOf(imported, 'type Query')).toContain(
    'things(type: ThingsType! = ARTIST, alt: ThingsAlt): ThingsResponse',
  )
  expect(definitionOf(imported, 'type ThingsResponse')).toContain('  object: String\n')
  expect(definitionOf(imported, 'input CreateThingInput')).toBe(
    'input CreateThingInput {\n  type: CreateThingTypeInput! = FOLDER\n  kind: CreateThingKindInput\n}',
  )
  expect(problemsOf(imported.text)).toEqual([])
})

test('An object whose names are data is a list of its entries, if these are more than scalars', () => {
  const imported = importYaml(`
paths:
  /rates: { get: { responses: ${one('{ additionalProperties: { $ref: "#/components/schemas/Rate" } }')} } }
  /book: { get: { responses: ${one('{ properties: { data: { additionalProperties: { $ref: "#/components/schemas/Rate" } } } }')} } }
  /all:
    get: { responses: ${one('{ $ref: "#/components/schemas/All" }')} }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/All' } } } }
      responses: { 204: { description: done } }
components:
  schemas:
    Rate: { properties: { rate: { type: number } } }
    All:
      properties:
        rates: { additionalProperties: { $ref: '#/components/schemas/Rate' } }
        deep: { additionalProperties: { additionalProperties: { type: array, items: { $ref: '#/components/schemas/Rate' } } } }
        many: { type: array, items: { additionalProperties: { $ref: '#/components/schemas/Rate' } } }
        labels: { additionalProperties: { type: string } }
        self: { $ref: '#/components/schemas/Self' }
    Self: { additionalProperties: { $ref: '#/components/schemas/Self' } }`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  rates: [RateEntry!] @http(GET: "/rates", select: "{}")
  book: [RateEntry!] @http(GET: "/book", select: "data?{}")
  all: All @http(GET: "/all")
}`)
  expect(definitionOf(imported, 'type RateEntry')).toBe(
    'type RateEntry {\n  key: String! @map(from: "$key")\n  value: Rate @map(from: "$value")\n}',
  )
  expect(definitionOf(imported, 'type All')).toBe(`type All {
  rates: [RateEntry!] @map(from: "rates{}")
  deep: [AllDeepEntry2!] @map(from: "deep{}")
  many: [JSON!]
  labels: JSON
  self: JSON
}`)
  expect(definitionOf(imported, 'input AllInput')).toContain('  rates: JSON\n  deep: JSON\n')
  expect(problemsOf(imported.text)).toEqual([])
})

test('Integers are beyond Int where the document shows one that is, or a name says it', () => {
  const imported = importYaml(`
paths:
  /disk:
    get:
      parameters: [{ name: min, in: query, schema: { type: integer, example: 5000000000 } }]
      responses:
        200: { content: { application/json: { schema: { $ref: '#/components/schemas/Disk' }, examples: { big: { value: { parts: [{ at: 5000000000, n: 1 }] } } } } } }
components:
  schemas:
    Disk:
      example: { used: -3000000000, few: 7 }
      properties:
        bytes: { type: integer }
        created_at_ms: { type: integer }
        duration_ms: { type: integer }
        small_bytes: { type: integer, format: int32 }
        used: { type: integer }
        few: { type: integer }
        shown: { type: integer, example: 68719476736 }
        flush: { type: integer, default: 9223372036854775807 }
        parts: { type: array, items: { properties: { at: { type: integer }, n: { type: integer } } } }`)
  const types = Object.fromEntries(
    [...imported.text.matchAll(/^ {2}(\w+): (BigInt|Int)\b/gm)].map(([, name = '', type = '']) => [name, type]),
  )
  expect(types).toEqual({
    ...{ bytes: 'BigInt', createdAtMs: 'BigInt', durationMs: 'Int', smallBytes: 'Int', used: 'BigInt', few: 'Int' },
    ...{ shown: 'BigInt', flush: 'BigInt', at: 'BigInt', n: 'Int' },
  })
  expect(definitionOf(imported, 'type Query')).toContain('disk(min: BigInt): Disk')
})

test('What the own examples of a document show otherwise is not taken for certain', async () => {
  const example =
    '{ id: a, day: 2026-01-31T08:00:00Z, at: "2026-01-31T08:00:00Z", owner: { name: n }, tags: [{ t: x }, {}], gone: null }'
  const imported = importYaml(`
paths:
  /thing:
    get: { responses: { 200: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' }, example: ${example} } } } } }
    put:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { 204: {} }
components:
  schemas:
    Thing:
      required: [id, day, at, key, owner, tags, gone, late]
      properties:
        id: { type: string }
        day: { type: string, format: date }
        at: { type: string, format: date-time }
        key: { type: string, format: uuid, example: key_1 }
        owner: { type: object, required: [name, role], properties: { name: { type: string }, role: { type: string } } }
        tags: { type: array, items: { type: object, required: [t], properties: { t: { type: string } } } }
        gone: { type: boolean }
        late: { type: integer }`)
  expect(definitionOf(imported, 'type Thing')).toBe(`type Thing {
  id: ID!
  day: String!
  at: DateTime!
  key: String
  owner: ThingOwner!
  tags: [ThingTag!]!
  gone: Boolean
  late: Int
}`)
  expect(definitionOf(imported, 'type ThingOwner')).toBe('type ThingOwner {\n  name: String!\n  role: String\n}')
  // An empty object shows nothing.
  expect(definitionOf(imported, 'type ThingTag')).toBe('type ThingTag {\n  t: String!\n}')
  // What an API has to be sent is not told by what it answers.
  expect(definitionOf(imported, 'input ThingInput')).toContain('  gone: Boolean!\n  late: Int!\n')
  expect(problemsOf(imported.text)).toEqual([])
})

test('A choice of kinds that are each made of it gives no kind the properties of others', () => {
  const imported = thing(
    `
      properties: { pet: { $ref: '#/components/schemas/Pet' }, cat: { $ref: '#/components/schemas/Cat' } }`,
    `    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { required: [kind], properties: { kind: { enum: [cat] }, lives: { type: integer } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { required: [kind], properties: { kind: { enum: [dog] }, tricks: { type: integer } } }] }`,
  )
  expect(definitionOf(imported, 'union Pet')).toBe('union Pet @map(from: "kind") = Cat | Dog | OtherPet')
  expect(definitionOf(imported, 'type Cat')).toBe('type Cat @map(from: "cat") {\n  kind: String!\n  lives: Int\n}')
  expect(definitionOf(imported, 'type Dog')).toBe('type Dog @map(from: "dog") {\n  kind: String!\n  tricks: Int\n}')
  expect([...imported.notes, ...problemsOf(imported.text)]).toEqual([])
})

test('Times in other notations are a DateTime with their notation, and a value that is * is no enum', () => {
  const imported = thing(`
      required: [created]
      properties:
        created: { type: integer, format: unix-time }
        seen: { type: array, items: { type: integer, format: timestamp-ms } }
        sent_at: { type: string, format: date-time-rfc-2822 }
        plain: { type: string, format: date-time }
        scope: { enum: ['*', read] }`)
  expect(definitionOf(imported, 'type Thing')).toBe(`type Thing {
  created: DateTime! @map(as: unix)
  seen: [DateTime!] @map(as: unixMillis)
  sentAt: DateTime @map(as: rfc2822)
  plain: DateTime
  scope: String
}`)
  expect(definitionOf(imported, 'input ThingInput')).toContain('  created: DateTime! @map(as: unix)\n')
  expect([...imported.notes, ...problemsOf(imported.text)]).toEqual([])
})

test('An object that tells its kind has what all of its kinds have', () => {
  const imported = thing(
    `
      properties: { pet: { $ref: '#/components/schemas/Pet' }, dog: { $ref: '#/components/schemas/Dog' } }`,
    `    Pet: { required: [kind], discriminator: { propertyName: kind }, properties: { kind: { type: string }, name: { type: string } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { required: [lives], properties: { lives: { type: integer }, size: { type: integer } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { required: [size], properties: { size: { type: string } } }] }`,
  )
  expect(definitionOf(imported, 'type Pet')).toBe(
    'type Pet {\n  kind: String!\n  name: String\n  lives: Int\n  size: JSON\n}',
  )
  expect(definitionOf(imported, 'type Dog')).toBe('type Dog {\n  kind: String!\n  name: String\n  size: String!\n}')
  expect(definitionOf(imported, 'input PetInput')).toContain('  kind: String!\n  name: String\n  lives: Int\n')
  expect(imported.notes).toEqual([
    'Pet.size is JSON: it can be of several types.',
    'PetInput.size is JSON: GraphQL has no input of several types.',
  ])
  expect(problemsOf(imported.text)).toEqual([])
})

test('Numbers that the document names are an enum, all others what they are', () => {
  const imported = thing(`
      properties:
        level: { type: integer, enum: [0, 1, 5], x-enum-varnames: [Low, High, VeryHigh] }
        state: { type: integer, enum: [1, 2], x-enumNames: [on] }
        plain: { type: integer, enum: [1, 2] }`)
  expect(definitionOf(imported, 'type Thing')).toBe('type Thing {\n  level: ThingLevel\n  state: Int\n  plain: Int\n}')
  expect(definitionOf(imported, 'enum ThingLevel')).toBe(
    'enum ThingLevel {\n  LOW @map(from: 0)\n  HIGH @map(from: 1)\n  VERY_HIGH @map(from: 5)\n  OTHER @map(from: "*")\n}',
  )
  expect(definitionOf(imported, 'input ThingInput')).toContain('  level: ThingLevel\n')
  expect([...imported.notes, ...problemsOf(imported.text)]).toEqual([])
})
