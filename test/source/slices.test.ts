import { expect, test } from 'vitest'
import { inSlices, STOPPED } from '../../src/source/slices.ts'

/** Work of steps that each take as long as a slice may. */
function* work(steps: number, onStep: () => void): Generator<void, string> {
  for (let step = 0; step < steps; step++) {
    const end = performance.now() + 11
    while (performance.now() < end);
    onStep()
    yield
  }
  return 'done'
}

test('Whatever waits, a slice of one piece of work has a turn of the event loop for itself', async () => {
  let turns = 0
  const count = () => {
    turns += 1
    counter = setImmediate(count)
  }
  let counter = setImmediate(count)
  const seen: number[] = []
  const works = [1, 2, 3, 4].map(() => inSlices(work(3, () => seen.push(turns))))
  expect(await Promise.all(works)).toEqual(['done', 'done', 'done', 'done'])
  clearImmediate(counter)
  expect(seen).toHaveLength(12)
  expect(new Set(seen).size).toBe(12)
})

test('Work that nobody waits for ends between two slices, and what it throws is thrown', async () => {
  let steps = 0
  expect(
    await inSlices(
      work(5, () => steps++),
      () => steps === 2,
    ),
  ).toBe(STOPPED)
  expect(steps).toBe(2)
  const failing = work(2, () => {
    throw new SyntaxError('no')
  })
  await expect(inSlices(failing)).rejects.toThrow(SyntaxError)
})
