import { expect, test } from 'vitest'
import { problemsOf } from '../problems-of.ts'
import { definitionOf, importYaml, thing } from './import-yaml.ts'

test('Scalars are those of the type, format and name; in a body numbers stay numbers', () => {
  const imported = thing(`
      required: [id, at]
      properties:
        id: { type: integer }
        ownerId: { type: string, format: uuid }
        at: { type: string, format: date-time, nullable: true }
        day: { type: string, format: date }
        code: { type: string, format: uuid }
        bytes: { type: string, format: byte }
        encoded: { type: string, contentEncoding: base64 }
        price: { type: string, format: decimal }
        share: { type: number, format: decimal }
        size: { type: integer, format: int64 }
        most: { type: integer, maximum: 5000000000 }
        count: { type: integer }
        level: { type: integer, enum: [1, 2] }
        on: { type: boolean }
        any: {}
        list: { type: array, items: { type: array, items: { type: number, nullable: true } } }`)
  expect(definitionOf(imported, 'type Thing')).toBe(`type Thing {
  id: ID!
  ownerId: ID
  at: DateTime
  day: Date
  code: UUID
  bytes: Base64
  encoded: Base64
  price: Decimal
  share: Decimal
  size: BigInt
  most: BigInt
  count: Int
  level: Int
  on: Boolean
  any: JSON
  list: [[Float]!]
}`)
  const input = definitionOf(imported, 'input ThingInput')
  for (const line of ['id: BigInt!', 'ownerId: ID', 'share: Float', 'price: Decimal', 'level: Int'])
    expect(input.split('\n')).toContain(`  ${line}`)
  expect([...imported.notes, ...problemsOf(imported.text)]).toEqual([])
})

test('What is put together is one type, and what is the same schema is too', () => {
  const imported = thing(
    `
      allOf:
        - $ref: '#/components/schemas/Base'
        - { type: object, required: [b], properties: { a: { description: Both. }, b: { $ref: '#/components/schemas/Alias' } } }
        - { description: Nothing more. }`,
    `    Base: { type: object, properties: { a: { type: string }, next: { nullable: true, allOf: [{ $ref: '#/components/schemas/Thing' }] } } }
    Alias: { $ref: '#/components/schemas/Part' }
    Part: { type: object, properties: { 'a b': { type: string }, c: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Part' }] } } }`,
  )
  expect(definitionOf(imported, 'type Thing')).toBe(`type Thing {
  "Both."
  a: String
  next: Thing
  b: Part!
}`)
  expect(definitionOf(imported, 'type Part')).toBe(`type Part {
  aB: String @map(from: "['a b']")
  c: Part
}`)
  expect(definitionOf(imported, 'input PartInput')).toContain('  aB: String @map(from: "a b")\n')
  expect([...imported.notes, ...problemsOf(imported.text)]).toEqual([])
})

test('A choice beside an object adds what any of its objects has', () => {
  const imported = thing(
    `
      allOf:
        - { required: [id], properties: { id: { type: string } } }
        - oneOf:
            - { required: [debit], properties: { debit: { type: number } } }
            - { required: [credit], properties: { credit: { type: number }, id: { description: Both. } } }
            - { $ref: '#/components/schemas/Part' }`,
    `    Part: { required: [a], properties: { a: { type: string } } }`,
  )
  expect(definitionOf(imported, 'type Thing')).toBe(`type Thing {
  "Both."
  id: ID!
  debit: Float
  credit: Float
  a: String
}`)
  expect([...imported.notes, ...problemsOf(imported.text)]).toEqual([])
})

test('What may be anything may be null in an answer', () => {
  const imported = thing(`
      required: [raw, list, open]
      properties: { raw: {}, list: { type: array, items: {} }, open: { type: object } }`)
  expect(definitionOf(imported, 'type Thing')).toBe('type Thing {\n  raw: JSON\n  list: [JSON]!\n  open: JSON!\n}')
  expect(definitionOf(imported, 'input ThingInput')).toBe(
    'input ThingInput {\n  raw: JSON!\n  list: [JSON!]!\n  open: JSON!\n}',
  )
  expect(problemsOf(imported.text)).toEqual([])
})

test('Enum values are told apart by their signs', () => {
  const imported = thing(`
      properties:
        a: { enum: ['+1', '-1', created, '-created', 'size-1', 'size--1', 'size-+1', PG-13] }`)
  const names = definitionOf(imported, 'enum ThingA').match(/^ {2}\w+/gm)
  expect(names?.map(name => name.trim())).toEqual([
    ...['PLUS_1', 'MINUS_1', 'CREATED', 'MINUS_CREATED', 'SIZE_1', 'SIZE_MINUS_1', 'SIZE_PLUS_1', 'PG_13', 'OTHER'],
  ])
  expect(problemsOf(imported.text)).toEqual([])
})

test('What is only read is not in inputs, what is only written not in types; an input of its own kind needs none', () => {
  const imported = thing(`
      required: [self, id]
      properties:
        id: { type: string, readOnly: true }
        secret: { type: string, writeOnly: true }
        self: { $ref: '#/components/schemas/Thing' }
        state: { type: string, readOnly: true, enum: [a, b] }
        old: { type: string, deprecated: true }`)
  expect(definitionOf(imported, 'type Thing')).toBe(`type Thing {
  id: ID!
  self: Thing!
  state: ThingState
  old: String @deprecated(reason: "Deprecated by the API.")
}`)
  expect(definitionOf(imported, 'input ThingInput')).toBe(`input ThingInput {
  secret: String
  self: ThingInput
  old: String @deprecated(reason: "Deprecated by the API.")
}`)
  expect(problemsOf(imported.text)).toEqual([])
})

test('What GraphQL can not say is JSON, and told', () => {
  const imported = thing(
    `
      properties:
        mixed: { oneOf: [{ type: string }, { type: boolean }] }
        same: { anyOf: [{ type: string, format: ipv4 }, { type: string, enum: [x, y] }] }
        gone: { $ref: '#/components/schemas/Nothing' }
        loop: { $ref: '#/components/schemas/Loop' }
        odd: { allOf: [{ type: string }, { type: object, properties: { a: { type: string } } }] }
        map: { type: object, additionalProperties: { type: integer } }`,
    `    Loop: { type: array, items: { $ref: '#/components/schemas/Loop' } }`,
  )
  expect(definitionOf(imported, 'type Thing')).toBe(`type Thing {
  mixed: JSON
  same: String
  gone: JSON
  loop: [JSON!]
  odd: JSON
  map: JSON
}`)
  expect(imported.notes).toEqual([
    'Left out: The reference "#/components/schemas/Nothing": there is nothing.',
    'Thing.mixed is JSON: it can be of several types.',
    'JSON, 2 times, for there is no schema: Thing.gone, ThingInput.gone.',
    'JSON, 2 times, for it is a list of itself: Thing.loop, ThingInput.loop.',
    'JSON, 2 times, for what it is made of does not go together: Thing.odd, ThingInput.odd.',
    'ThingInput.mixed is JSON: GraphQL has no input of several types.',
  ])
  expect(problemsOf(imported.text)).toEqual([])
})

test('Objects that tell their type are a union', () => {
  const imported = thing(
    `
      properties:
        pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: pet_type, mapping: { cat: '#/components/schemas/Cat' } } }
        event: { anyOf: [{ required: [on], properties: { on: { enum: [push] } } }, { required: [on], properties: { on: { enum: [pull] }, n: { type: integer } } }] }`,
    `    Cat: { properties: { pet_type: { type: string }, lives: { type: integer } } }
    Dog: { properties: { pet_type: { type: string } } }`,
  )
  expect(definitionOf(imported, 'type Thing')).toBe('type Thing {\n  pet: ThingPet\n  event: ThingEvent\n}')
  expect(definitionOf(imported, 'union ThingPet')).toBe(
    'union ThingPet @map(from: "pet_type") = Cat | Dog | OtherThingPet',
  )
  expect(definitionOf(imported, 'union ThingEvent')).toBe(
    'union ThingEvent @map(from: "on") = ThingEventPush | ThingEventPull | OtherThingEvent',
  )
  expect(definitionOf(imported, 'type Cat')).toBe('type Cat @map(from: "cat") {\n  petType: String\n  lives: Int\n}')
  expect(definitionOf(imported, 'type ThingEventPush')).toBe(
    'type ThingEventPush @map(from: "push") {\n  on: String!\n}',
  )
  expect(definitionOf(imported, 'type OtherThingEvent')).toBe(
    'type OtherThingEvent @map(from: "*") {\n  on: String!\n}',
  )
  expect(problemsOf(imported.text)).toEqual([])
})

test('What a type can not have is told', () => {
  const imported = importYaml(`
paths:
  /pets:
    get:
      responses:
        200: { content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } }
        206: { content: { application/json: { schema: { type: object } } } }
components:
  schemas:
    Pet:
      discriminator: { propertyName: pet_type }
      properties: { pet_type: { type: string }, '{$this.a}': { type: string } }
      additionalProperties: { type: string }
    Other: { properties: { lives: { type: integer } } }`)
  expect(imported.notes).toEqual([
    'Left out: The answer 206 of GET /pets: it is another one.',
    'Left out: The property "{$this.a}" of Pet: no @map can name it.',
    'Left out: More properties of Pet: the document does not name them.',
    'Left out: What else a Pet has by its "pet_type": its type is one.',
  ])
  expect(problemsOf(imported.text)).toEqual([])
})
