import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { jsonWeight, MOST_WEIGHT } from '../../src/source/json-weight.ts'
import { atOnce } from '../../src/source/slices.ts'
import type { Weighed } from './weigh-shapes.ts'

test('JSON of any kind takes no more memory than it is taken for', async () => {
  const script = join(import.meta.dirname, 'weigh-shapes.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script])
  const weighed = JSON.parse(stdout) as readonly Weighed[]
  expect(weighed.length).toBeGreaterThan(20)
  // What else the process has done in the meantime.
  const slack = 200_000
  for (const { name, length, taken, weight } of weighed) {
    for (const bytes of taken) {
      expect([name, bytes]).toEqual([name, expect.toSatisfy((each: number) => each <= weight + slack)])
      expect([name, bytes]).toEqual([name, expect.toSatisfy((each: number) => each <= length * MOST_WEIGHT + slack)])
    }
  }
  // It is no guess either: usual rows are not taken for what the worst would take.
  const usual = weighed.find(({ name }) => name === 'usual rows') as Weighed
  expect(usual.weight).toBeLessThan(5 * Math.max(...usual.taken))
})

test('Signs inside of texts weigh nothing by themselves', () => {
  const text = JSON.stringify(['[[{{,,::'.repeat(1_000), '"[', '\\"{'])
  expect(atOnce(jsonWeight(text))).toBeLessThan(3 * text.length)
})

test('A long text is weighed in steps', () => {
  const steps = jsonWeight(`[${'1,'.repeat(500_000)}1]`)
  let pauses = 0
  while (!steps.next().done) pauses += 1
  expect(pauses).toBeGreaterThan(10)
})
