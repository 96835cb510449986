import { expect, test } from 'vitest'
import { countCalls } from './count-calls.ts'
import { findBlamed, findStrangers, findWrongs } from './invariants.ts'
import { Ledger } from './ledger.ts'
import type { Operation, Selection } from './operations.ts'
import { fullAnswer } from './oracle.ts'
import { findStorms } from './storm.ts'
import { Trouble } from './trouble.ts'

const FULL = { user: { name: 'Ann', posts: [{ title: 'One' }, { title: 'Two' }] } }
const CODE = { extensions: { code: 'GATEWAY_TIMEOUT' }, message: 'late' }

test('A right answer, and one whose nulls are told, have nothing wrong', () => {
  expect(findWrongs(FULL, { data: FULL })).toEqual([])
  const data = { user: { name: 'Ann', posts: null } }
  expect(findWrongs(FULL, { data, errors: [{ ...CODE, path: ['user', 'posts'] }] })).toEqual([])
})

test.for([
  ['a null that nobody told of', { user: null }, [], ['null without an error at user']],
  ['an error elsewhere', { user: null }, [['users']], ['null without an error at user', expect.any(String)]],
  ['an error where there is a value', FULL, [['user']], [expect.stringContaining('where there is a value')]],
  ['another value', { user: { ...FULL.user, name: 'Bob' } }, [], ['"Bob" instead of "Ann" at user.name']],
  ['a missing item', { user: { ...FULL.user, posts: [] } }, [], [' instead of 0,1 at user.posts']],
  ['a missing field', { user: {} }, [], [' instead of name,posts at user']],
] as const)('Found wrong: %s', ([, data, paths, wrongs]) => {
  const errors = paths.map(path => ({ ...CODE, path }))
  expect(findWrongs(FULL, { data, errors })).toEqual(wrongs)
})

test('An error that no network makes is found', () => {
  const errors = [{ message: 'oh', path: ['user'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]
  expect(findWrongs(FULL, { data: { user: null }, errors })).toEqual(['an error of INTERNAL_SERVER_ERROR at user: oh'])
})

test("Another client's value is found, wherever it stands", () => {
  expect(findStrangers('{"a":"<<u1>>"}', 'u1')).toEqual([])
  expect(findStrangers('{"a":"<<u1>>","b":"so <<u2>>"}', 'u1')).toEqual(['a value of u2 for u1'])
})

test('A source that was well and has an error is found, unless the machine was slow', () => {
  const trouble = new Trouble()
  const well = trouble.watch()
  trouble.begin('blog')
  trouble.end('blog')
  const error = (source: string, reason: string) => ({ message: 'broken', extensions: { source, reason } })
  const errors = [error('blog', 'reset'), error('talk', 'reset'), error('talk', 'timeout')]
  expect(findBlamed(errors, well())).toEqual(['talk was well, but: broken'])
})

test('What was applied twice, or not as it was told, is found', () => {
  const ledger = new Ledger()
  const mutation = (token: string): Operation => ({
    type: 'Mutation',
    client: 'u1',
    selections: [leaf('mark', { token })],
  })
  const failed = (retryable: boolean) => ({
    data: { mark: null },
    errors: [{ message: '', path: ['mark'], extensions: { retryable } }],
  })
  ledger.enter(mutation('done'), { data: { mark: { token: 'done' } } })
  ledger.enter(mutation('lost'), { data: { mark: { token: 'lost' } } })
  ledger.enter(mutation('refused'), failed(true))
  ledger.enter(mutation('unknown'), failed(false))
  ledger.enter(mutation('left'))
  const right = { done: 1, lost: 1, unknown: 1 }
  expect(ledger.findWrongs(new Map(Object.entries(right)))).toEqual([])
  expect(ledger.findWrongs(new Map(Object.entries({ done: 1, refused: 1, unknown: 2, left: 2 })))).toEqual([
    'the mutation lost was answered and not applied',
    'the mutation refused may be sent again, but was applied',
    'the mutation unknown was applied 2 times',
    'the mutation left was applied 2 times',
  ])
})

test('Calls are counted by place, and more attempts than they allow are found', () => {
  const author = { ...leaf('author'), selections: [leaf('name')] }
  const operation: Operation = {
    type: 'Query',
    client: 'u1',
    selections: [{ ...leaf('posts', { from: 1, to: 5 }), selections: [author] }],
  }
  expect(countCalls(operation, { data: fullAnswer(operation) })).toEqual({ blog: 1, talk: 0, db: 1 })
  expect(countCalls(operation, { data: { posts: null } })).toEqual({ blog: 1, talk: 0, db: 0 })
  const refused = [{ message: '', path: ['posts'], extensions: { reason: 'circuit_open' } }]
  expect(countCalls(operation, { data: { posts: null }, errors: refused })).toEqual({ blog: 0, talk: 0, db: 0 })
  const calls = { blog: 10, talk: 10, db: 0 }
  expect(findStorms({ calls, attempts: { blog: 15, talk: 16, db: 3 } })).toEqual([
    '16 attempts at talk, where 15 are allowed',
  ])
})

function leaf(name: string, args: Selection['args'] = {}): Selection {
  return { key: name, name, args, selections: [] }
}
