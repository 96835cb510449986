import { expect, test } from 'vitest'
import { errorFacts } from '../../src/observe/error-facts.ts'

test('An error with a code is told without a stack and without what was received', () => {
  const parser = Object.assign(new Error('Parse Error'), {
    name: 'HTTPParserError',
    code: 'HPE_INVALID',
    data: 'secret',
  })
  expect(errorFacts(new Error('outer', { cause: parser }))).toEqual({
    type: 'Error',
    message: 'outer',
    stack: expect.stringContaining('error-facts.test.ts'),
    cause: { type: 'HTTPParserError', message: 'Parse Error', code: 'HPE_INVALID' },
  })
})

test('Of all tries to connect each is told, with its address', () => {
  const refused = (address: string) =>
    Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: 'ECONNREFUSED', syscall: 'connect', address })
  const error = Object.assign(new AggregateError([refused('::1'), refused('127.0.0.1')]), { code: 'ECONNREFUSED' })
  expect(errorFacts(error)).toMatchObject({
    code: 'ECONNREFUSED',
    errors: [{ address: '::1' }, { address: '127.0.0.1' }],
  })
})

test('Neither a long message nor causes in a circle make a long line', () => {
  const error: Error = new Error('x'.repeat(100_000))
  error.cause = error
  expect(JSON.stringify(errorFacts(error)).length).toBeLessThan(50_000)
})
