import { describe, expect, test } from 'vitest'
import { checkAnswer } from './check-answer.ts'
import { readAnswers } from './read-answers.ts'

const SECRETS = { token: 'planted-secret' }

function wrongsOf(body: string, status = 200, type = 'application/json'): string[] {
  const headers = `content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}`
  const answers = readAnswers(Buffer.from(`HTTP/1.1 ${status} X\r\n${headers}\r\n\r\n${body}`))
  return answers.flatMap(answer => checkAnswer(answer, SECRETS))
}

const error = (fields: object) =>
  JSON.stringify({
    errors: [{ message: 'm', extensions: { code: 'BAD_USER_INPUT' }, ...fields }],
    data: { a: null, b: 1 },
  })

describe('The fuzz sees', () => {
  test.each([
    ['a failure', '', 500, /^status 500$/],
    [
      'a failure of the gateway itself',
      error({ extensions: { code: 'INTERNAL_SERVER_ERROR' } }),
      200,
      /of code INTERNAL/,
    ],
    ['a code of nobody', error({ extensions: { code: 'OOPS' } }), 200, /of code OOPS/],
    ['no code', error({ extensions: {} }), 200, /of code undefined/],
    ['a stack', error({ message: 'x\n    at y' }), 200, /from the inside/],
    ['a class of the runtime', error({ message: 'TypeError: x' }), 200, /from the inside/],
    ['a secret', '{"data":{"a":"planted-secret"}}', 200, /tells the token/],
    [
      'a secret in base64',
      `{"data":{"a":"${Buffer.from('planted-secret').toString('base64')}"}}`,
      200,
      /tells the token/,
    ],
    ['broken JSON', '{"data":', 200, /no JSON/],
    ['no response of GraphQL', '{}', 200, /neither data nor errors/],
    ['a member that has no place there', '{"data":{},"stack":1}', 200, /member "stack"/],
    ['an empty list of errors', '{"errors":[]}', 200, /errors that are no list/],
    ['a place that is none', error({ locations: [{ line: 0, column: 1 }] }), 200, /locations that are none/],
    ['an error beside a value', error({ path: ['b'] }), 200, /where there is a value/],
    ['an error of nothing that was asked', error({ path: ['c'] }), 200, /where there is a value/],
  ])('%s', (_, body, status, wrong) => {
    expect(wrongsOf(body, status)).toEqual(expect.arrayContaining([expect.stringMatching(wrong)]))
  })

  test('nothing where all is well', () => {
    expect(wrongsOf(error({ path: ['a'], locations: [{ line: 1, column: 3 }] }))).toEqual([])
    expect(
      wrongsOf('{"data":null,"errors":[{"message":"m","path":["a","b"],"extensions":{"code":"FORBIDDEN"}}]}'),
    ).toEqual([])
    expect(wrongsOf('{"state":"alive"}')).toEqual([])
    const busy = '{"errors":[{"message":"m","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}'
    expect(wrongsOf(busy, 503)).toEqual([])
  })

  test.each([
    ['one that breaks off', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nab'],
    ['one without an end of headers', 'HTTP/1.1 200 OK\r\n'],
    ['bytes behind one', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nabc\r\n\r\n'],
    ['a header that is none', 'HTTP/1.1 200 OK\r\nx y\r\n\r\n'],
    ['a header twice', 'HTTP/1.1 200 OK\r\na: 1\r\na: 2\r\n\r\n'],
  ])('an answer that is not HTTP: %s', (_, bytes) => {
    expect(() => readAnswers(Buffer.from(bytes))).toThrow()
  })

  test('Answers one after the other, interim ones left out', () => {
    const bytes =
      'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nabHTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'
    expect(readAnswers(Buffer.from(bytes)).map(({ status, body }) => [status, String(body)])).toEqual([
      [200, 'ab'],
      [400, ''],
    ])
  })
})
