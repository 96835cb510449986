import type { Random } from '../execute/random.ts'

/** Texts at the edges of what is one. */
const TEXTS = [
  '',
  ' ',
  '1',
  '-1',
  'x',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udc00y',
  '\ufeff',
  '\u2028\u2029\u0085',
  '😀'.repeat(300),
  'ü\u0301é',
  "' OR 1=1 --",
  '"; DROP TABLE items; --',
  '\\',
  "\\'",
  '%_[]^',
  '../../etc/passwd',
  '..%2f..%2f',
  '/',
  '//evil.example/x',
  'http://127.0.0.1:1/',
  '?a=b&c#d',
  '{$env.API_TOKEN}',
  '{$args.id}',
  '\r\nX-Evil: 1',
  '<script>alert(1)</script>',
  '2026-02-30T25:61:61Z',
  '2026-01-01T00:00:00Z',
  '0000-00-00',
  '+275760-09-13T00:00:00.001Z',
  '9'.repeat(400),
  '1e999',
  '0x10',
  'T25l',
]

/** A text that a client or an upstream may send, some of them long. */
export function randomText(random: Random): string {
  if (random.chance(0.02)) return random.pick(TEXTS).repeat(random.int(100, 2_000)).slice(0, 40_000)
  if (random.chance(0.15))
    return Array.from({ length: random.int(1, 8) }, () => String.fromCharCode(random.int(0, 0xffff))).join('')
  return random.pick(TEXTS)
}

/** A number as JSON and GraphQL write it, and some that only look like one. */
export function randomNumber(random: Random): string {
  return random.pick([
    '0',
    '-0',
    '1',
    '-1',
    '7',
    '2147483647',
    '2147483648',
    '-2147483649',
    '9007199254740993',
    '9223372036854775807',
    '9223372036854775808',
    '123456789012345678901234567890',
    '0.1',
    '1.0',
    '1e2',
    '1e999',
    '-1E+400',
    '5e-324',
    '1e-999',
    `1${'0'.repeat(random.int(300, 3_000))}`,
    `0.${'1'.repeat(random.int(20, 2_000))}`,
  ])
}
