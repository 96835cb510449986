import { expect, test } from 'vitest'
import { levelsOf } from '../../src/graphiql/levels.ts'
import { printTime } from '../../src/graphiql/print.ts'
import { errorsOf } from '../../src/graphiql/upstream/answer-errors.ts'
import { linesAt, rangesOf, textOfAnswer } from '../../src/graphiql/upstream/answer-lines.ts'
import { copiedCall } from '../../src/graphiql/upstream/copied-call.ts'
import { timeAxis } from '../../src/graphiql/upstream/time-axis.ts'
import { readTrace } from '../../src/graphiql/upstream/trace.ts'

const answer = {
  data: { a: [[{ b: 1, empty: [] }], []], none: {}, c: null, JSON: { a: [1] } },
}

test.each([
  [['data.a[][].b'], [], ['"b": 1,']],
  [['data.a[]'], ['data.a[][].b'], ['[', '{', '"empty": []', '}', '],', '[]']],
  [['data.c', 'data.none'], [], ['"none": {},', '"c": null,']],
  [['data.JSON.a'], [], ['"a": [', '1', ']']],
  [['data.nothing', 'data.c.d', 'data.a.b', 'data.toString'], [], []],
])('The lines of %j without %j in an answer are %j', (positions, others, expected) => {
  const lines = textOfAnswer(answer).split('\n')
  expect(linesAt(answer, positions, others).map(line => lines[line - 1]?.trim())).toEqual(expected)
})

test('Lines that follow each other are one range', () => {
  expect(rangesOf([1, 2, 3, 7, 9, 10])).toEqual([
    { from: 1, to: 3 },
    { from: 7, to: 7 },
    { from: 9, to: 10 },
  ])
  expect(rangesOf([])).toEqual([])
})

const trace = (calls: readonly object[]) =>
  readTrace({ extensions: { trace: { version: 1, time: { total: 7 }, calls } } })

test('Calls stand below what they waited for, also through others', () => {
  const calls = [
    { coordinate: 'Query.a', after: [] },
    { coordinate: 'Query.b', after: [] },
    { coordinate: 'A.c', after: [0, 1] },
    { coordinate: 'C.d', after: [0, 2] },
  ]
  expect(levelsOf(trace(calls)?.calls ?? []).map(({ members, after }) => [members.map(({ at }) => at), after])).toEqual(
    [
      [[0, 1], []],
      [[2], ['Query.a', 'Query.b']],
      [[3], ['A.c']],
    ],
  )
})

test('What is no trace of this version is none, and what is no part of one is left out', () => {
  for (const answer of [{}, { extensions: null }, { extensions: { trace: { version: 2, calls: [] } } }, []])
    expect(readTrace(answer)).toBeUndefined()
  const [call] =
    trace([{ source: 7, tries: [null], empty: { no_row: 'x' }, after: [0, 'x', -1], feeds: [1, 'a'] }])?.calls ?? []
  expect(call).toMatchObject({ source: '', tries: [{ start: 0 }], after: [], feeds: ['a'], duration: 0 })
  expect(call?.empty.size).toBe(0)
})

test.each([
  [7, 2],
  [25, 10],
  [0.03, 0.01],
  [1_999, 500],
])('An axis of %d ms has a tick each %d ms', (total, step) => {
  const axis = timeAxis({ time: { total }, calls: [], moreCalls: 0, empty: [] })
  expect(axis.step).toBeCloseTo(step, 9)
  expect(axis.ticks.length).toBeLessThanOrEqual(5)
})

test('An axis holds calls that end after the trace was written', () => {
  expect(timeAxis(trace([{ start: 5, duration: 20 }]) ?? { time: {}, calls: [], moreCalls: 0, empty: [] }).total).toBe(
    25,
  )
})

test.each([
  ['api', 'GET /a?b={$args.b}', `curl --globoff "$API_URL"'/a?b={$args.b}'`],
  ['my-api', "POST /it's", `curl --globoff --request POST "$MY_API_URL"'/it'\\''s'`],
  ['api', 'HEAD {$this.link}', `curl --globoff --head '{$this.link}'`],
  ['db', 'select "a" from "b" where "c" in (?, ?)', 'select "a" from "b" where "c" in (?, ?)'],
  ['db', 'DELETE /* all */ from b', 'DELETE /* all */ from b'],
])('A call of %s, `%s`, is copied as `%s`', (source, text, copied) => {
  expect(copiedCall({ source, text }).text).toBe(copied)
})

test('Errors that say the same of one call are told once, others each', () => {
  const error = (message: string, path: string, call?: number) => ({ message, path: [path], extensions: { call } })
  const errors = [error('a', 'x', 0), error('a', 'y', 0), error('a', 'z', 1), error('b', 'x'), error('b', 'y'), null]
  expect(errorsOf({ errors })).toEqual([
    { message: 'a', path: 'x', more: 1, call: 0 },
    { message: 'a', path: 'z', more: 0, call: 1 },
    { message: 'b', path: 'x', more: 0, call: undefined },
    { message: 'b', path: 'y', more: 0, call: undefined },
    { message: '', path: '', more: 0, call: undefined },
  ])
})

test.each([
  [0, '0 ms'],
  [0.01, '<0.1 ms'],
  [0.44, '0.4 ms'],
  [17.6, '18 ms'],
  [1_240, '1.24 s'],
])('%d ms is printed as %s', (milliseconds, text) => {
  expect(printTime(milliseconds)).toBe(text)
})
