import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { createLog } from '../../src/observe/log.ts'
import { shortLine } from '../../src/observe/short-line.ts'

const TIME = new Date(2026, 10, 29, 12, 1, 7).getTime()

function short(facts: object): string {
  return shortLine(JSON.stringify({ level: 30, time: TIME, requestId: 'one', ...facts }), false)
}

const REQUEST = { msg: 'request', status: 200, outcome: 'ok', fields: 'posts+author', milliseconds: 18.23, bytes: 10 }

test('A request is its status, time, operation, calls and sources in columns', () => {
  const sources = { api: { calls: 2, milliseconds: 12.4 }, db: { calls: 1, milliseconds: 4.21 } }
  expect([
    short({ ...REQUEST, calls: 3, sources }),
    short({ ...REQUEST, operation: 'Posts', milliseconds: 1234, outcome: 'partial', calls: 1, errors: 2 }),
    short({ ...REQUEST, status: 400, outcome: 'refused', fields: undefined, milliseconds: 0.4, calls: 0, code: 'BAD' }),
    short({ ...REQUEST, outcome: 'gone', calls: 0, shared: true }),
  ]).toEqual([
    '12:01:07  200    18 ms  posts+author              3 calls  api 12 ms · db 4.2 ms',
    '12:01:07  200  1234 ms  Posts                     1 call  2 errors',
    '12:01:07  400   0.4 ms  -                         0 calls  BAD',
    '12:01:07  -      18 ms  posts+author              shared  the client has gone',
  ])
})

test('A failed call, and any other line, is what happened and why, without stacks', () => {
  const call = { msg: 'a call failed', source: 'api', text: 'GET /lost', reason: 'http_5xx', tries: 2, milliseconds: 7 }
  const err = {
    type: 'Error',
    message: 'outer',
    stack: 'Error: outer\n at here',
    cause: { message: 'inner', stack: 's' },
  }
  expect(
    [
      short(call),
      short({ level: 40, msg: 'It failed.', path: ['posts', 0], extensions: { source: 'api' }, err }),
      short({ level: 40, msg: 'a replica can not be reached', source: 'db', replica: 'host:1' }),
      'not JSON',
    ].map(line => shortLine(line, false)),
  ).toEqual([
    '12:01:07  !       7 ms  api  GET /lost  http_5xx  2 tries',
    '12:01:07  warn  It failed.  posts.0  api  outer: inner',
    '12:01:07  warn  a replica can not be reached  db  replica=host:1',
    'not JSON',
  ])
})

test('What others have written gives no orders to the terminal', () => {
  const line = short({ ...REQUEST, operation: '\u001b[2Jx\r\ny\u202ez', calls: 0 })
  expect(line).toContain(' [2Jx y z')
  expect(line).toBe(stripVTControlCharacters(line))
  const coloured = shortLine(JSON.stringify({ ...REQUEST, time: TIME, calls: 0 }), true)
  expect(stripVTControlCharacters(coloured)).toBe(short({ ...REQUEST, calls: 0 }))
  expect(coloured).not.toBe(short({ ...REQUEST, calls: 0 }))
})

test('A log whose reader throws takes nothing down', () => {
  const log = createLog('info', () => {
    throw new Error('the disk is full')
  })
  expect(() => log.info({}, 'a line')).not.toThrow()
})
