import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GatheredBytes } from '../../src/source/gathered-bytes.ts'

test('What was gathered is what came, however it was cut', () => {
  const chunk = fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.uint8Array({ minLength: 900, maxLength: 1_100 }))
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 60 }), chunks => {
      const gathered = new GatheredBytes()
      for (const each of chunks) gathered.add(each)
      expect(gathered.size).toBe(chunks.reduce((sum, { length }) => sum + length, 0))
      expect(Buffer.compare(gathered.bytes(), Buffer.concat(chunks))).toBe(0)
    }),
  )
})

test('A million chunks of a byte take little more than a million bytes', () => {
  const gathered = new GatheredBytes()
  const chunk = Buffer.from('x')
  const before = process.memoryUsage()
  for (let at = 0; at < 1_000_000; at++) gathered.add(chunk)
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  // Each of them as an object took 100 bytes and more.
  expect(heapUsed - before.heapUsed + arrayBuffers - before.arrayBuffers).toBeLessThan(30_000_000)
  expect(gathered.bytes().length).toBe(1_000_000)
})
