import { expect, test } from 'vitest'
import { AnswerBudget, AnswerRoom } from '../../src/source/answer-budget.ts'

const TOO_MUCH = { code: 'OPERATION_LIMIT_EXCEEDED', retryable: false }
const BUSY = { code: 'REQUEST_CONCURRENCY_LIMITED', retryable: true }

test('A request reads as many bytes as it may, and of those that are too many none count', () => {
  const budget = new AnswerBudget(100)
  expect(budget.take(60)).toBeUndefined()
  expect(budget.take(41)).toMatchObject(TOO_MUCH)
  expect(budget.take(40)).toBeUndefined()
  expect(budget.take(1)).toMatchObject(TOO_MUCH)
  budget.giveBack(40)
  expect(budget.take(40)).toBeUndefined()
})

test('Each request may have as much memory as it leaves to the others, whatever it is for', () => {
  const room = new AnswerRoom(100)
  const [greedy, modest, small] = Array.from({ length: 3 }, () => new AnswerBudget(1_000, room)) as [
    AnswerBudget,
    AnswerBudget,
    AnswerBudget,
  ]
  expect([greedy.take(10), greedy.hold(40)]).toEqual([undefined, undefined])
  // Nobody has more, however few there are.
  expect([greedy.take(1), greedy.hold(1)]).toMatchObject([TOO_MUCH, TOO_MUCH])
  expect([modest.hold(26), modest.take(26), modest.hold(25)]).toMatchObject([BUSY, BUSY, undefined])
  expect([small.hold(13), small.hold(12), small.take(1)]).toMatchObject([BUSY, undefined, BUSY])
  expect(room.bytes).toBe(87)
  greedy.end()
  expect([small.take(20), modest.hold(5), room.bytes]).toEqual([undefined, undefined, 62])
})

test('There is never more than the room has, however many come one after the other', () => {
  const room = new AnswerRoom(1_000_000)
  const all = Array.from({ length: 1_000 }, () => new AnswerBudget(Number.POSITIVE_INFINITY, room))
  for (const budget of all) for (let size = 1 << 20; size >= 1; size /= 2) budget.hold(size)
  expect(room.bytes).toBeLessThanOrEqual(1_000_000)
  for (const budget of all) budget.end()
  expect(room.bytes).toBe(0)
})

test('What fits easily is counted without a closer look, up to a quarter of the room', () => {
  const room = new AnswerRoom(100)
  const budget = new AnswerBudget(1_000, room)
  expect([budget.holdEasily(20), budget.holdEasily(6), budget.holdEasily(5), room.bytes]).toEqual([
    true,
    false,
    true,
    25,
  ])
})

test('A request that has ended holds nothing, whatever comes for it later', () => {
  const room = new AnswerRoom(100)
  const budget = new AnswerBudget(50, room)
  budget.take(30)
  budget.hold(10)
  budget.end()
  expect([budget.take(60), budget.hold(60), budget.holdEasily(1), room.bytes]).toEqual([undefined, undefined, true, 0])
  budget.giveBack(60)
  budget.end()
  expect(room.bytes).toBe(0)
})
