import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Path, PathSyntaxError, parsePath, printPath, readPath } from '../../src/plan/path.ts'

const name = fc.oneof(fc.string(), fc.stringMatching(/^[a-z]\w*$/))
const optional = fc.constant(true as const)
const segment = fc.oneof(
  fc.record({ kind: fc.constant('property' as const), name, optional }, { requiredKeys: ['kind', 'name'] }),
  fc.record({ kind: fc.constant('index' as const), index: fc.nat(), optional }, { requiredKeys: ['kind', 'index'] }),
  fc.constant({ kind: 'each' as const }),
)

const anySegment = fc.oneof(segment, fc.constant({ kind: 'each' as const, of: 'entries' as const }))
const columns = fc.constantFrom([], [{ kind: 'each' as const, of: 'columns' as const }])

test('Every path that is printed is read back as it was', () => {
  fc.assert(
    fc.property(fc.array(anySegment), columns, (path, rows) => {
      expect(parsePath(printPath([...path, ...rows]))).toEqual([...path, ...rows])
    }),
  )
})

test('No text makes anything but a path or a PathSyntaxError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a.[\]{}'\\0 ?|]*( \| rows)?$/)), text => {
      try {
        const path = parsePath(text)
        expect(parsePath(printPath(path))).toEqual(path)
      } catch (error) {
        expect(error).toBeInstanceOf(PathSyntaxError)
      }
    }),
  )
})

const VALUE = JSON.parse(
  '{"a": {"b": [{"c": 1}, {"c": null}, {}, null, 5]}, "__proto__": {"x": 1}, "odd name": 2, "n": null}',
)
const wrong = (expected: string) => `no ${expected}`

for (const [text, found] of [
  ['.', VALUE],
  ['a.b[0].c', 1],
  ['a.b[].c', [1, null, undefined, null, 'no an object']],
  ["['odd name']", 2],
  ["a['b'][1].c", null],
  ['__proto__.x', 1],
  ['constructor', undefined],
  ['a.b[9]', undefined],
  ['a.b[9].c.d', undefined],
  ['n.x.y', null],
  ['n[0]', null],
  ['n[].x', null],
] as const)
  test(`The path ${text} reads only what the answer itself has`, () => {
    expect(readPath(VALUE, parsePath(text), wrong)).toEqual(found)
  })

for (const [text, found] of [
  ['a.b.length', 'no an object'],
  ['a.b.c?', 'no an object'],
  ["['odd name'].length", 'no an object'],
  ['a.b[4].c', 'no an object'],
  ['a[0]', 'no a list'],
  ['a[0]?', 'no a list'],
  ['a[].b', 'no a list'],
  ["['odd name'][]", 'no a list'],
] as const)
  test(`The path ${text} meets a value of another kind than it goes on in`, () => {
    expect(readPath(VALUE, parsePath(text), wrong)).toEqual(found)
  })

for (const [text, found] of [
  ['a?.b[0].c?', 1],
  ['x?', 'absent'],
  ['x?.y.z', 'absent'],
  ['x.y?', undefined],
  ['a.b[9]?.c', 'absent'],
  ['constructor?', 'absent'],
  ['n?', null],
  ['n?.x?', null],
  ['x?[].c', 'absent'],
  ['a.b[].c?', [1, null, null, null, 'no an object']],
] as const)
  test(`The path ${text} says what may be absent`, () => {
    expect(readPath(VALUE, parsePath(text), wrong, 'absent')).toEqual(found)
  })

test('The items of lists in lists are one list, to which a null adds nothing', () => {
  const read = (value: unknown, text: string) => readPath(value, parsePath(text), wrong, 'absent')
  const groups = [{ b: [1, [2]] }, { b: [] }, { b: null }, null, { b: [null, 3] }]
  expect(read(groups, '[].b[]')).toEqual([1, [2], null, 3])
  expect(read([...groups, {}, { b: {} }], '[].b[]')).toEqual([1, [2], null, 3, 'no a list'])
  expect(read([[[{ x: 1 }, {}]], [], [[], [{ x: null }]]], '[][][].x')).toEqual([1, undefined, null])
  expect(read([], '[].b[]')).toEqual([])
  expect(read([{}, {}], '[].b[]')).toBe(undefined)
  expect(read([{}, {}], '[].b?[]')).toEqual([])
})

test('The entries of an object are a list, each with its key, its value, and the properties of that', () => {
  const read = (value: unknown, text: string) => readPath(value, parsePath(text), wrong, 'absent')
  const rates = { EUR: 1, USD: null, hosts: [1], toString: { $key: 'x', name: 'n' } }
  const entries = [
    { $key: 'EUR', $value: 1 },
    { $key: 'USD', $value: null },
    { $key: 'hosts', $value: [1] },
    { $key: 'toString', $value: rates.toString, name: 'n' },
  ]
  expect(read(rates, '{}')).toEqual(entries)
  expect(read({ rates }, 'rates{}.$key')).toEqual(['EUR', 'USD', 'hosts', 'toString'])
  expect(read([{ a: { x: [1, 2] } }, { a: {} }, { a: { y: [3] } }], '[].a{}.$value[]')).toEqual([1, 2, 3])
  expect(read(JSON.parse('{"__proto__":{"__proto__":1}}'), '{}.__proto__')).toEqual([1])
  expect(read({}, 'rates?{}')).toBe('absent')
  expect([read(null, '{}'), read({}, 'a{}')]).toEqual([null, undefined])
  for (const value of [[], 'text', 5, true]) expect(read(value, '{}')).toBe('no an object')
})

test('The rows of columns are a list, in which a value that is no list is the same for all', () => {
  const read = (value: unknown, text: string) => readPath(value, parsePath(text), wrong, 'absent')
  const hourly = JSON.parse('{"time":["a","b"],"rate":[1,null],"unit":"K","__proto__":[7,8]}')
  const rows = [
    JSON.parse('{"time":"a","rate":1,"unit":"K","__proto__":7}'),
    JSON.parse('{"time":"b","rate":null,"unit":"K","__proto__":8}'),
  ]
  expect(read({ hourly }, 'hourly | rows')).toEqual(rows)
  expect(read([{ x: [1] }, { x: [2, 3] }, null], '[] | rows')).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }])
  expect(read({ x: [], y: [] }, '. | rows')).toEqual([])
  expect(read({}, '.|rows')).toEqual([])
  expect(read({}, 'hourly? | rows')).toBe('absent')
  const large = { x: Array(250_001).fill(0), y: Array(250_001).fill(0) }
  expect(read(large, '. | rows')).toBe('no an object of lists with 500000 values at most')
  for (const value of [{ x: [1], y: [] }, { x: 1 }, [[1]], 'text'])
    expect(read(value, '. | rows')).toBe('no an object of lists of one length')
})

test('A "?" stands behind a property or an index, and nowhere else', () => {
  for (const text of ['?', '.?', 'a[]?', 'a??', 'a ?', '?a', 'a.?b'])
    expect(() => parsePath(text)).toThrow(PathSyntaxError)
  expect(printPath(parsePath("a?['b c']?[0]?[].d"))).toBe("a?['b c']?[0]?[].d")
})

test('A value is found at the path by which it was put there', () => {
  const put = (path: Path, value: unknown): unknown => {
    const [first, ...rest] = path
    if (!first) return value
    const inner = put(rest, value)
    if (first.kind === 'property') return Object.fromEntries([[first.name, inner]])
    return first.kind === 'index' ? Array(first.index).fill(null).concat([inner]) : [inner]
  }
  const wrap = (path: Path, value: unknown) => (path.some(({ kind }) => kind === 'each') ? [value] : value)
  const small = fc.array(
    segment.filter(each => each.kind !== 'index' || each.index < 5),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(small, fc.integer(), (path, value) => {
      expect(readPath(put(path, value), path, wrong)).toEqual(wrap(path, value))
    }),
  )
})
