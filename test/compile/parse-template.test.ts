import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTemplate, TemplateSyntaxError } from '../../src/compile/template/parse-template.ts'

const hostile = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[{}$a'?| \\,.[\]0-9]*$/),
  fc.stringMatching(/^\{\$(args|this|env)[^}]*\}$/),
)

test('No text makes anything but a template or a TemplateSyntaxError that says what to write', () => {
  fc.assert(
    fc.property(hostile, text => {
      try {
        expect(parseTemplate(text).length).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateSyntaxError)
        expect((error as TemplateSyntaxError).suggestion).not.toBe('')
      }
    }),
  )
})

test('Text with its braces doubled is that text', () => {
  fc.assert(
    fc.property(hostile, text => {
      expect(parseTemplate(text.replace(/[{}]/g, '$&$&'))).toEqual([text])
    }),
  )
})

test('A default and a separator in quotes are what stands in them', () => {
  const quote = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`
  fc.assert(
    fc.property(fc.string(), fc.string(), (fallback, join) => {
      const path = [{ kind: 'property', name: 'x' }]
      const text = `{$args.x ?? ${quote(fallback)} | join ${quote(join)}}`
      expect(parseTemplate(text)).toEqual([{ root: 'args', path, fallback, pipes: [{ name: 'join', argument: join }] }])
    }),
  )
})

for (const [text, fallback] of [
  ['1', 1],
  ['-2.5', -2.5],
  ['9007199254740993', 9007199254740993n],
  ['true', true],
  ['false', false],
  ['null', null],
] as const)
  test(`The default ${text} keeps its type`, () => {
    expect(parseTemplate(`{$this.a ?? ${text}}`)).toEqual([
      { root: 'this', path: [{ kind: 'property', name: 'a' }], fallback },
    ])
  })

for (const text of [
  "{$args.x ?? 'a' 'b'}",
  '{$args.x ?? a b}',
  '{$args.x ??}',
  "{$args.x | join ','",
  '{$args.x | join ,}',
  '{args.x}',
  '{}',
])
  test(`${text} can't be read`, () => {
    expect(() => parseTemplate(text)).toThrow(TemplateSyntaxError)
  })
