import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BatchBy, HttpBatch } from '../../../src/plan/http/http-binding.ts'
import { parsePath } from '../../../src/plan/path.ts'
import { startUpstream } from '../../support/upstream.ts'
import { httpBinding, load, openSource } from './support.ts'

type Kind = BatchBy['kind']
type Texts = readonly string[]

/** What the upstream has for the keys of a call: the same key has the same items in each group. */
interface Asked {
  readonly group: unknown
  readonly keys: readonly Record<string, unknown>[]
}

const NAMES = ['a', 'b']
const scalar = fc.oneof(fc.nat(5), fc.constantFrom('1', '2', 'x,y', '["1","2"]', '__proto__', 'constructor', ' ', 'é'))
const keyPart = fc.oneof({ weight: 6, arbitrary: scalar }, { weight: 1, arbitrary: fc.constant(null) })

const scenario = fc.record({
  kind: fc.constantFrom<Kind>('paths', 'key', 'index'),
  width: fc.constantFrom(1, 2),
  list: fc.boolean(),
  grouped: fc.boolean(),
  size: fc.nat(4).map(n => n + 1),
  keys: fc.array(fc.tuple(fc.constantFrom('g', 'h', 7, null), keyPart, keyPart), { maxLength: 25 }),
  unasked: fc.nat(3),
})

/** How many items a key has in a group; one at most where the field is no list. */
function countOf(group: unknown, texts: Texts, list: boolean): number {
  const text = `${group} ${texts.join()}`
  return [...text].reduce((sum, character) => sum + character.charCodeAt(0), 0) % (list ? 4 : 2)
}

function itemsOf(group: unknown, texts: Texts, list: boolean): object[] {
  const ids = Object.fromEntries(texts.map((text, at) => [NAMES[at], text]))
  return Array.from({ length: countOf(group, texts, list) }, (_, n) => ({ ids, group, n }))
}

function bodyOf(kind: Kind, { group, keys }: Asked, list: boolean, unasked: number): unknown {
  const all = keys.map(key => Object.values(key).map(String))
  const one = (texts: Texts) => (list ? itemsOf(group, texts, list) : (itemsOf(group, texts, list)[0] ?? null))
  if (kind === 'index') return all.map(one)
  if (kind === 'key') return Object.fromEntries(all.map(([text = '']) => [text, one([text])]))
  const others = Array.from({ length: unasked }, (_, n) => ({ ids: { a: n === 0 ? null : `other ${n}`, b: 'x' } }))
  return [...others, ...all.flatMap(texts => itemsOf(group, texts, list)).reverse()]
}

test('Every key gets what the upstream has for it, each is asked for once, and no call has more than it takes', async () => {
  let answer: (asked: Asked) => unknown = () => undefined
  await using upstream = await startUpstream(({ body }) => ({ json: answer(JSON.parse(body) as Asked) }))
  await using source = openSource(upstream.url)
  const property = fc.asyncProperty(scenario, async ({ kind, width, list, grouped, size, keys, unasked }) => {
    const names = NAMES.slice(0, kind === 'key' ? 1 : width)
    const by: BatchBy = kind === 'paths' ? { kind, paths: names.map(name => parsePath(`ids.${name}`)) } : { kind }
    const indexes = names.map((_, at) => at + 1)
    const batch: HttpBatch = { keys: indexes, group: grouped ? [0] : [], by, size }
    const fields = names.map((name, at) => ({ name, index: at + 1 }))
    const template = (from: object) => ({ kind: 'template' as const, template: [{ from: from as never }] })
    const binding = httpBinding({
      ...{ method: 'POST', list, batch },
      body: {
        kind: 'object',
        fields: [
          ['keys', template({ root: 'batchObjects', fields })],
          ['group', grouped ? template({ root: 'this', index: 0 }) : { kind: 'literal', value: 'all' }],
        ],
      },
    })
    const asked: Asked[] = []
    answer = call => {
      asked.push(call)
      return bodyOf(kind, call, list, unasked)
    }
    const slots = await load(source, binding, keys)

    const wanted = keys.map(key => {
      const values = indexes.map(index => key[index])
      if (values.includes(null)) return undefined
      return { group: grouped ? key[0] : 'all', texts: values.map(String) }
    })
    const expected = wanted.map(want => {
      const items = want ? itemsOf(want.group, want.texts, list) : []
      return list ? items.toReversed() : (items[0] ?? null)
    })
    // Only where the items stand in one list is their order that of the list.
    const inOrder = kind === 'paths' ? expected : expected.map(slot => (Array.isArray(slot) ? slot.toReversed() : slot))
    expect(slots).toEqual(inOrder)

    const idOf = (group: unknown, texts: Texts) => JSON.stringify([group, texts])
    const sent = asked.flatMap(({ group, keys }) => keys.map(key => idOf(group, Object.values(key).map(String))))
    const distinct = new Set(wanted.flatMap(want => (want ? [idOf(want.group, want.texts)] : [])))
    expect(sent.toSorted()).toEqual([...distinct].toSorted())
    const sizes = Map.groupBy(distinct, id => JSON.stringify(JSON.parse(id)[0]))
    const calls = [...sizes.values()].reduce((sum, ids) => sum + Math.ceil(ids.length / size), 0)
    expect(asked.length).toBe(calls)
  })
  await fc.assert(property, { numRuns: 150 })
})
