import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CancelSource } from '../../src/source/cancel.ts'

test('Those are told that have come and not gone, once and in the order of their coming', () => {
  const step = fc.oneof(
    fc.record({ comes: fc.constant(true) }),
    fc.record({ comes: fc.constant(false), which: fc.nat(30) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), steps => {
      const source = new CancelSource()
      const told: number[] = []
      const waiting: { readonly id: number; readonly listener: () => void }[] = []
      for (const [id, each] of steps.entries()) {
        if ('which' in each) {
          const [gone] = waiting.splice(each.which % (waiting.length + 1), 1)
          if (gone) source.removeEventListener('abort', gone.listener)
        } else {
          const listener = () => void told.push(id)
          waiting.push({ id, listener })
          source.addEventListener('abort', listener)
        }
      }
      source.abort('why')
      source.abort('again')
      expect(source.reason).toBe('why')
      expect(told).toEqual(waiting.map(({ id }) => id))
    }),
  )
})

test('A listener that takes away another one while all are told does not keep the others from it', () => {
  const source = new CancelSource()
  const told: string[] = []
  const second = () => void told.push('second')
  source.addEventListener('abort', () => source.removeEventListener('abort', second))
  source.addEventListener('abort', second)
  source.addEventListener('abort', () => void told.push('third'))
  source.abort()
  expect(told).toContain('third')
})
