import { expect, test } from 'vitest'
import { descendantsOf, parseStat, readProcessUse } from '../../bench/wire/process-use.ts'

test('CPU time is read behind a name that holds brackets and blanks, with that of ended children', () => {
  const text = '19946 (a) R (b) S 19944 19944 6950 0 -1 4194304 100 0 0 0 5 7 11 13 20 0 1 0 78166 3133440 395\n'
  expect(parseStat(text)).toEqual({ pid: 19946, parent: 19944, ticks: 36 })
})

test('Children and their children belong to a process, others do not', () => {
  const stats = [
    { pid: 4, parent: 3, ticks: 1 },
    { pid: 2, parent: 1, ticks: 1 },
    { pid: 3, parent: 2, ticks: 1 },
    { pid: 5, parent: 1, ticks: 1 },
  ]
  expect(descendantsOf(2, stats).map(({ pid }) => pid)).toEqual([2, 3, 4])
})

test.runIf(process.platform === 'linux')('A process that runs has used memory and time', async () => {
  const { cpu, peakMemory } = await readProcessUse(process.pid)
  expect(cpu).toBeGreaterThan(0)
  expect(peakMemory).toBeGreaterThan(10)
})
