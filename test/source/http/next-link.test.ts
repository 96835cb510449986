import { expect, test } from 'vitest'
import { nextLink } from '../../../src/source/http/pages/next-link.ts'

const CASES: readonly (readonly [link: string | string[] | undefined, next: string | undefined])[] = [
  [undefined, undefined],
  ['', undefined],
  ['<https://api.example.com/posts?page=2>; rel="next"', 'https://api.example.com/posts?page=2'],
  ['</a>; rel=prev, </b>; rel=next', '/b'],
  [['</a>; rel=prev', '</b>; rel=next'], '/b'],
  ['</b?x=1,2;3>;rel="last next"', '/b?x=1,2;3'],
  ['</b> ; REL = "NEXT"', '/b'],
  ['</a>; title="rel=next, </x>; rel=\\"next\\""; rel="prev", </b>; title="; rel=prev"; rel="next"', '/b'],
  ['</a>; rel="prev"; rel="next"', undefined],
  ['</a>; rel="next"; anchor="#part", </b>; rel="next"', '/b'],
  ['</a>; rel="nextish", </b>; rel="un next-one"', undefined],
  ['</a>; title; rel="next"', '/a'],
  ['</a>, </b>; rel="next"', '/b'],
  ['no link at all', undefined],
  ['<unclosed; rel="next"', undefined],
  ['</a>; rel="next', '/a'],
  ['</a>; title="; rel=next, </b>; rel=next', undefined],
  ['</a>; rel="next";', '/a'],
  ['</a>; rel=prev;, ,, </b>; rel=next ;', '/b'],
  ["</a>; title=; title*=UTF-8''%e2; rel=next", '/a'],
  ['</a>; rel="next"junk', '/a'],
  ['</a>; =x; ; rel=next', '/a'],
  ['</a>;\r\n\trel="next"', '/a'],
  ['</a>; rel="prev\tnext"', '/a'],
  ['</a>; rel="ne\\xt"', '/a'],
  [['</a>; rel=prev,', ' , ', '</b?q="x,y">; rel=next'], '/b?q="x,y"'],
]

for (const [link, next] of CASES)
  test(`The next page of ${JSON.stringify(link)} is ${next}`, () => {
    expect(nextLink(link === undefined ? {} : { link })).toBe(next)
  })

test('A long header costs no more than its length', () => {
  const link = `</a>; title="${'\\"'.repeat(50_000)}`
  expect(nextLink({ link })).toBe(undefined)
  for (const part of ['; x=   ', ';   ', '; x = "\\\\" ', ' , ', '; x=" '])
    expect(nextLink({ link: `</a>${part.repeat(20_000)}"` })).toBe(undefined)
  expect(nextLink({ link: `${'</a>; rel=prev; x=y, '.repeat(5_000)}</b>; rel=next` })).toBe('/b')
})
