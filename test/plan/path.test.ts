import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Path, PathSyntaxError, parsePath, printPath, readPath } from '../../src/plan/path.ts'

const segment = fc.oneof(
  fc.record({ kind: fc.constant('property' as const), name: fc.oneof(fc.string(), fc.stringMatching(/^[a-z]\w*$/)) }),
  fc.record({ kind: fc.constant('index' as const), index: fc.nat() }),
  fc.constant({ kind: 'each' as const }),
)

test('Every path that is printed is read back as it was', () => {
  fc.assert(
    fc.property(fc.array(segment), path => {
      expect(parsePath(printPath(path))).toEqual(path)
    }),
  )
})

test('No text makes anything but a path or a PathSyntaxError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a.[\]'\\0 ]*$/)), text => {
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

for (const [text, found] of [
  ['.', VALUE],
  ['a.b[0].c', 1],
  ['a.b[].c', [1, null, undefined, null, undefined]],
  ["['odd name']", 2],
  ["a['b'][1].c", null],
  ['__proto__.x', 1],
  ['constructor', undefined],
  ['a.b.length', undefined],
  ['a.b[9]', undefined],
  ['a[0]', undefined],
  ['a[].b', undefined],
  ['n.x.y', null],
] as const)
  test(`The path ${text} reads only what the answer itself has`, () => {
    expect(readPath(VALUE, parsePath(text))).toEqual(found)
  })

test('A value is found at the path by which it was put there', () => {
  const put = (path: Path, value: unknown): unknown => {
    const [first, ...rest] = path
    if (!first) return value
    const inner = put(rest, value)
    if (first.kind === 'property') return Object.fromEntries([[first.name, inner]])
    return first.kind === 'index' ? Array(first.index).fill(null).concat([inner]) : [inner]
  }
  const wrap = (path: Path, value: unknown) => path.reduceRight((at, { kind }) => (kind === 'each' ? [at] : at), value)
  const small = fc.array(
    segment.filter(each => each.kind !== 'index' || each.index < 5),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(small, fc.integer(), (path, value) => {
      expect(readPath(put(path, value), path)).toEqual(wrap(path, value))
    }),
  )
})
