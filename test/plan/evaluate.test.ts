import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTemplate } from '../../src/compile/template/parse-template.ts'
import { evaluateTemplate, evaluateValue } from '../../src/plan/evaluate.ts'
import type { Expression, Template, TemplateScope } from '../../src/plan/template.ts'
import { TemplateValueError } from '../../src/plan/template-value-error.ts'
import { clientOf } from '../support/client.ts'

/** A template of `$args` and `$headers`, as its author writes it. */
function compile(text: string): Template {
  return parseTemplate(text).map((part): string | Expression => {
    if (typeof part === 'string') return part
    const { root, path, ...rest } = part
    return root === 'args'
      ? { from: { root: 'args', path }, ...rest }
      : { from: { root: 'headers', name: path.map(each => ('name' in each ? each.name : '')).join('.') }, ...rest }
  })
}

function scope(args: Record<string, unknown>): TemplateScope {
  return { args, key: [], batch: [], client: clientOf({ 'x-a': 'b' }) }
}

function evaluate(text: string, args: Record<string, unknown>): unknown {
  return evaluateTemplate(compile(text), scope(args))
}

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.bigInt())
const missing = fc.constantFrom({}, { x: null }, { x: undefined })

test('A template that is exactly one expression keeps any value as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), x => {
      expect(evaluate('{$args.x}', { x })).toEqual(x)
    }),
  )
})

test('Text around scalars is their text', () => {
  fc.assert(
    fc.property(scalar, scalar, (x, y) => {
      expect(evaluate('a{$args.x}-{$args.y}', { x, y })).toBe(`a${x}-${y}`)
    }),
  )
})

test('Text around an absent or null value makes the whole template absent', () => {
  fc.assert(
    fc.property(missing, scalar, (args, y) => {
      expect(evaluate('a{$args.y}{$args.x}', { ...args, y })).toBeUndefined()
    }),
  )
})

test('A default stands for an absent or null value, and for no other', () => {
  fc.assert(
    fc.property(missing, scalar, (args, x) => {
      expect(evaluate("{$args.x ?? 'd'}", args)).toBe('d')
      expect(evaluate("{$args.x ?? 'd'}", { x })).toBe(x)
    }),
  )
})

test('Without a default an absent value is absent and a null is null', () => {
  expect([evaluate('{$args.x}', {}), evaluate('{$args.x}', { x: null }), evaluate('{$args.x ?? null}', {})]).toEqual([
    undefined,
    null,
    null,
  ])
})

test('A list is joined without the items that are not there', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer())), x => {
      expect(evaluate("{$args.x | join ','}", { x })).toBe(x.filter(item => item !== null).join(','))
    }),
  )
})

for (const x of [[1], { a: 1 }, [[1]]])
  test(`Inside text ${JSON.stringify(x)} is the error of the client's argument`, () => {
    expect(() => evaluate('a{$args.x}', { x })).toThrow(new TemplateValueError('args'))
  })

test('A list of lists is not joined', () => {
  expect(() => evaluate("{$args.x | join ','}", { x: [[1]] })).toThrow(TemplateValueError)
})

test('Names of hostile arguments are names like any other', () => {
  const args = JSON.parse('{"__proto__": 1, "x": 2}')
  expect([
    evaluate('{$args.__proto__}', args),
    evaluate('{$args.constructor}', args),
    evaluate('{$args.toString}', {}),
    evaluate('{$headers.constructor}', {}),
    evaluate('{$headers.x-a}', {}),
  ]).toEqual([1, undefined, undefined, undefined, 'b'])
})

test('Absent fields and items are left out of a value, nulls stay', () => {
  const template = (text: string) => ({ kind: 'template' as const, template: compile(text) })
  const value = evaluateValue(
    {
      kind: 'object',
      fields: [
        ['__proto__', template('{$args.x}')],
        ['absent', template('{$args.a}')],
        ['isNull', template('{$args.n}')],
        ['text', template('a{$args.n}')],
        [
          'list',
          { kind: 'list', items: [template('{$args.a}'), template('{$args.n}'), { kind: 'literal', value: 1 }] },
        ],
      ],
    },
    scope({ x: 2, n: null }),
  )
  expect(JSON.stringify(value)).toBe('{"__proto__":2,"isNull":null,"list":[null,1]}')
})
