import { expect, test } from 'vitest'
import { requestLine } from '../../src/observe/request-line.ts'

const LEAST = {
  requestId: 'try-1',
  traceId: undefined,
  status: 200,
  outcome: 'ok',
  code: undefined,
  label: undefined,
  client: undefined,
  milliseconds: 1.006,
  bytes: 12,
  calls: 0,
  limits: undefined,
  cost: undefined,
  failedCalls: 0,
  errors: 0,
  isShared: false,
  sources: undefined,
}

const read = (line: string) => {
  expect(line.endsWith('}\n')).toBe(true)
  return JSON.parse(line)
}

test('The line of a request says no more than there is to say', () => {
  expect(read(requestLine(LEAST))).toEqual({
    level: 30,
    time: expect.any(Number),
    requestId: 'try-1',
    status: 200,
    outcome: 'ok',
    milliseconds: 1.01,
    bytes: 12,
    calls: 0,
    msg: 'request',
  })
})

test('All that may be said of a request stands in its line, whatever characters names have', () => {
  const hostile = '"\\\u2028\u0007}'
  const label = { type: 'query', name: hostile, fields: `a+${hostile}`, hash: '1f0d8a3c5b7e9f20' } as const
  const all = {
    ...LEAST,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    status: 400,
    outcome: 'refused',
    code: hostile,
    label,
    client: hostile,
    limits: ['depth', hostile],
    cost: { estimated: 12, actual: 3 },
    calls: 3,
    failedCalls: 1,
    errors: 2,
    isShared: true,
    sources: new Map([
      ['api', { calls: 2, milliseconds: 12.404 }],
      [hostile, { calls: 1, milliseconds: 3 }],
    ]),
  }
  // Twice, as an operation is known the second time.
  for (const line of [requestLine(all), requestLine(all)])
    expect(read(line)).toEqual({
      level: 30,
      time: expect.any(Number),
      requestId: 'try-1',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      status: 400,
      outcome: 'refused',
      code: hostile,
      operation: hostile,
      fields: `a+${hostile}`,
      hash: '1f0d8a3c5b7e9f20',
      client: hostile,
      milliseconds: 1.01,
      bytes: 12,
      calls: 3,
      limits: ['depth', hostile],
      cost: { estimated: 12, actual: 3 },
      failedCalls: 1,
      errors: 2,
      shared: true,
      sources: { api: { calls: 2, milliseconds: 12.4 }, [hostile]: { calls: 1, milliseconds: 3 } },
      msg: 'request',
    })
})
