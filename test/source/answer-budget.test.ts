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

test('Where requests have read too much together, only those are refused that have more than their part', () => {
  const room = new AnswerRoom(100)
  const [greedy, modest, small] = [
    new AnswerBudget(1_000, room),
    new AnswerBudget(1_000, room),
    new AnswerBudget(1, room),
  ]
  expect([greedy.take(80), modest.take(20)]).toEqual([undefined, undefined])
  expect(greedy.take(1)).toMatchObject(BUSY)
  expect([small.take(1), modest.take(5)]).toEqual([undefined, undefined])
  expect(modest.take(10)).toMatchObject(BUSY)
  greedy.end()
  expect([modest.take(10), modest.take(60)]).toEqual([undefined, undefined])
  expect([room.bytes, room.requests]).toEqual([96, 2])
})

test('A request that has ended holds nothing, whatever comes for it later', () => {
  const room = new AnswerRoom(100)
  const budget = new AnswerBudget(50, room)
  budget.take(50)
  budget.end()
  expect([budget.take(60), room.bytes, room.requests]).toEqual([undefined, 0, 0])
  budget.giveBack(60)
  budget.end()
  expect([room.bytes, room.requests]).toEqual([0, 0])
})
