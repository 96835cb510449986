import { expect, test } from 'vitest'
import { asGlobalId, decodeGlobalId, encodeGlobalId, MOST_ID_CHARACTERS } from '../../src/plan/global-id.ts'
import { type IdObject, withKeys } from '../../src/plan/id-places.ts'
import { Random } from '../execute/random.ts'

const TYPES = new Set(['User', 'Use', 'User_', 'P', '_'])
const CHARACTERS = ['7', 'a', ':', '=', '-', '_', '/', '"', '\\', '\u0000', 'é', '字', '😀', ' ', '\uFEFF', '\uFFFD']

function randomKey(random: Random): string {
  return Array.from({ length: random.int(0, 40) }, () => random.pick(CHARACTERS)).join('')
}

test('Every key of every type has one id, which leads back to it', () => {
  const random = new Random(1)
  const known = new Map<string, string>()
  for (let i = 0; i < 20_000; i++) {
    const [type, key] = [random.pick([...TYPES]), randomKey(random)]
    const text = encodeGlobalId(type, key)
    expect(text).toMatch(/^[\w-]+$/)
    expect(decodeGlobalId(text, TYPES)).toEqual({ type, key })
    const object = JSON.stringify([type, key])
    expect(known.get(text) ?? object).toBe(object)
    known.set(text, object)
  }
})

test('A text is an id only if it is the one that its object has', () => {
  const random = new Random(2)
  const alphabet = [...'ABCxyz019-_+/= \n.', '字']
  let ids = 0
  for (let i = 0; i < 20_000; i++) {
    const text = [...encodeGlobalId(random.pick(['User', 'Nobody', '__proto__']), randomKey(random))]
    for (let change = random.int(0, 2); change > 0; change--)
      text.splice(random.int(0, text.length), random.int(0, 1), random.pick(alphabet))
    const id = decodeGlobalId(text.join(''), TYPES)
    if (!id) continue
    ids += 1
    expect(encodeGlobalId(id.type, id.key)).toBe(text.join(''))
    expect(TYPES.has(id.type)).toBe(true)
  }
  expect(ids).toBeGreaterThan(1_000)
})

test('Numbers of all sizes are ids by their digits, and what GraphQL takes for no ID stays', () => {
  for (const key of [0, 7, -7, 2 ** 53, 2n ** 70n])
    expect(decodeGlobalId(String(asGlobalId('User', key)), TYPES)).toEqual({ type: 'User', key: String(key) })
  const error = new Error('no value')
  for (const value of [1.5, Number.NaN, true, null, undefined, error]) expect(asGlobalId('User', value)).toBe(value)
})

test('What is longer than an id may be is none', () => {
  const longest = encodeGlobalId('User', 'x'.repeat((MOST_ID_CHARACTERS / 4) * 3 - 'User:'.length))
  expect(longest).toHaveLength(MOST_ID_CHARACTERS)
  expect(decodeGlobalId(longest, TYPES)?.type).toBe('User')
  expect(decodeGlobalId(`${longest}A`, TYPES)).toBeUndefined()
})

test('Keys take the places of ids at any depth, and all else is what it was', () => {
  const id = { kind: 'id', types: TYPES, type: undefined } as const
  const fields = new Map<string, IdObject | typeof id>([['id', id]])
  const places: IdObject = { kind: 'object', fields }
  fields.set('and', places)
  const global = encodeGlobalId('User', 7)
  const other = { id: 'raw', name: global, nested: { id: global } }
  const value = { and: [{ id: [global, null, 'x', 3] }, other, null], id: global }
  const read = withKeys(value, places) as typeof value
  expect(read).toEqual({ and: [{ id: ['7', null, 'x', 3] }, other, null], id: '7' })
  expect(read.and[1]).toBe(other)
  expect(value.id).toBe(global)
  expect(withKeys(other, places)).toBe(other)
})
