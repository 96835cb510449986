import { describe, expect, test } from 'vitest'
import { createRedaction } from '../../src/observe/redact.ts'

describe('A value of the environment is left out as it is, and as URLs, forms, SQL and base64 write it', () => {
  const value = "s/cr t's+value"
  const { call: redact } = createRedaction([value, 'abc'])

  test.each([
    ["GET /x/s/cr t's+value/y", 'GET /x/…/y'],
    ["GET /x/s%2Fcr%20t's%2Bvalue/y", 'GET /x/…/y'],
    ["GET /x/s%2fcr%20t's%2bvalue/y", 'GET /x/…/y'],
    ["GET /x/s/cr%20t's+value/y", 'GET /x/…/y'],
    ['GET /x?q=s%2Fcr+t%27s%2Bvalue', 'GET /x?q=…'],
    ["select 1 from t where a = 's/cr t''s+value'", "select 1 from t where a = '…'"],
    [`GET /x/${Buffer.from(value).toString('base64url')}`, 'GET /x/…'],
    ['GET /abc', 'GET /abc'],
  ])('%s', (text, shown) => {
    expect(redact(text)).toBe(shown)
  })
})

describe('Literal texts are left out where a text names a secret', () => {
  const { call: redact } = createRedaction([])

  test.each([
    ['GET /x?token={$args.a}hunter2&page=1', 'GET /x?token=…&page=1'],
    ['GET /x?token=hunter2{$args.a}', 'GET /x?token=…'],
    ["GET /x?key={$env.KEY ?? 'hunter2'}", 'GET /x?key=…'],
    ["GET /bot{$env.TOKEN ?? 'hunter2'}/x", "GET /bot{$env.TOKEN ?? '…'}/x"],
    ["GET /x?ids={$batch.id | join ','}&key={$env.KEY}", "GET /x?ids={$batch.id | join ','}&key={$env.KEY}"],
    ["select 1 from t where password in ('hunter2', 'hunter3')", "select 1 from t where password in ('…', '…')"],
    ["select 1 from t where 'hunter2' = password", "select 1 from t where '…' = password"],
    [
      "DELETE /* all */ FROM t WHERE password = crypt('hunter2')",
      "DELETE /* all */ FROM t WHERE password = crypt('…')",
    ],
    ["select 1 from t where token = 'a\\' and b = 'hunter2'", "select 1 from t where token = '…'"],
    ["select 1 from t where token = 'it\\'s hunter2'", "select 1 from t where token = '…'"],
    ['select 1 from t where token = $x$hunter2$x$', "select 1 from t where token = '…'"],
    ['select 1 from t where `pwd` in ("hunter2", "hunter3")', 'select 1 from t where `pwd` in ("…")'],
    ["select 1 from t where pwd = 'hunter2", "select 1 from t where pwd = '…'"],
    ["select author from t where state = 'open'", "select author from t where state = 'open'"],
  ])('%s', (text, shown) => {
    expect(redact(text)).toBe(shown)
  })
})

describe('What an error says is shown but for its secrets', () => {
  const { message } = createRedaction(['s3cr3t'])

  test.each([
    ['answered 401: {"token":"hunter2","user":"ann"}', 'answered 401: {"token":…,"user":"ann"}'],
    ['{"api_key" : "a\\"b c", "n": 1}', '{"api_key" : …, "n": 1}'],
    [
      String.raw`{"body":"{\"password\":\"hunter2\",\"user\":\"ann\"}"}`,
      String.raw`{"body":"{\"password\":…,\"user\":\"ann\"}"}`,
    ],
    [String.raw`"{\"token\": \"a\\\"hunter2\", \"n\": 1}"`, String.raw`"{\"token\": …, \"n\": 1}"`],
    [String.raw`"{\\\"token\\\":\\\"hunter2\\\",\\\"n\\\":1}"`, String.raw`"{\\\"token\\\":…,\\\"n\\\":1}"`],
    [String.raw`"{\"token\":\"hunter2`, String.raw`"{\"token\":…`],
    ['no access: access_token=hunter2&page=1', 'no access: access_token=…&page=1'],
    ['authorization: Bearer hunter2', 'authorization: Bearer …'],
    ['{"authorization":"Basic aHVudGVyMg=="}', '{"authorization":…}'],
    ["sent x-api-key: 'hunter2'", 'sent x-api-key: …'],
    ['s3cr3t is unknown', '… is unknown'],
    [`no such user: ${Buffer.from('s3cr3t').toString('base64url')}`, 'no such user: …'],
    // What names the fault stays.
    [
      "Access denied for user 'app'@'127.0.0.1' (using password: YES)",
      "Access denied for user 'app'@'127.0.0.1' (using password: YES)",
    ],
    [
      'duplicate key value violates unique constraint "item_pkey"',
      'duplicate key value violates unique constraint "item_pkey"',
    ],
    ["Duplicate entry 'a' for key 'email'", "Duplicate entry 'a' for key 'email'"],
    ['the author: Ann Lee', 'the author: Ann Lee'],
  ])('%s', (text, shown) => {
    expect(message(text)).toBe(shown)
  })

  test('It takes little time, whatever an upstream says', () => {
    for (const piece of [
      'a:"\\"',
      'key\\":\\"',
      '\\\\\\"',
      'key:\\"a',
      'key="',
      '"key":',
      'x'.repeat(70),
      'bearer ',
      '=',
      '\\',
    ])
      expect(message(piece.repeat(20_000)).length).toBeLessThanOrEqual(2_000)
  })
})

test('A text is looked through once for names of secrets, however long they are and however many', () => {
  const { message } = createRedaction([])
  const name = `${'x'.repeat(100)}token${'y'.repeat(100)}`
  expect(message(`${name}=hunter22, "${name}": "hunter22"`)).toBe(`${name}=…, "${name}": …`)
  // By steps as many as the characters of a name times those that may stand before it, this would take minutes.
  for (let at = 0; at < 1_000; at++) message(`${at}: ${'key'.repeat(3_000)}`)
})
