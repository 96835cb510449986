import { expect, test } from 'vitest'
import { parseDuration } from '../../src/plan/duration.ts'

for (const [text, milliseconds] of [
  ['250ms', 250],
  ['2s', 2_000],
  ['1.5s', 1_500],
  ['0.0004s', undefined],
  ['0.0006s', 1],
  ['1m', 60_000],
  ['24h', 86_400_000],
  ['25h', undefined],
  ['0s', undefined],
  ['-1s', undefined],
  ['2', undefined],
  ['2 s', undefined],
  ['1e3ms', undefined],
  ['', undefined],
] as const)
  test(`"${text}" is ${milliseconds ?? 'no'} milliseconds`, () => {
    expect(parseDuration(text)).toBe(milliseconds)
  })
