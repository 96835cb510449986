import { jwtVerify } from 'jose'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { IssuerEndpoints } from '../../../src/compose/issuer-endpoints.ts'
import { PublishedKeys } from '../../../src/edge/user/published-keys.ts'
import { IssuerUnreachable } from '../../../src/edge/user/token-error.ts'
import { startIssuer } from '../../support/issuer.ts'
import { startUpstream, type UpstreamAnswer } from '../../support/upstream.ts'

const issuers = new IssuerEndpoints()
afterAll(() => issuers[Symbol.asyncDispose]())

/** An issuer's keys, by a clock that stands unless it is put on. */
async function start() {
  const issuer = await startIssuer()
  onTestFinished(() => issuer[Symbol.asyncDispose]())
  const clock = { seconds: 0 }
  const failures: unknown[] = []
  const keys = new PublishedKeys({
    url: issuer.jwks,
    send: issuers.send,
    onFailure: error => failures.push(error),
    now: () => clock.seconds * 1_000,
  })
  /** What comes of a token: whether it is taken, or the name of what is thrown. */
  const verify = (token: string) =>
    jwtVerify(token, keys.finder()).then(
      () => 'taken',
      (error: Error) => error.name,
    )
  return { issuer, clock, failures, verify, asked: () => issuer.upstream.requests.length }
}

test('Many tokens at once ask for the keys once, and later ones not before they are old', async () => {
  const { issuer, clock, verify, asked } = await start()
  const tokens = await Promise.all(Array.from({ length: 20 }, () => issuer.token()))
  expect(new Set(await Promise.all(tokens.map(verify)))).toEqual(new Set(['taken']))
  clock.seconds = 599
  expect(await verify(await issuer.token())).toBe('taken')
  expect(asked()).toBe(1)
  clock.seconds = 600
  expect(await verify(await issuer.token())).toBe('taken')
  expect(asked()).toBe(2)
})

test('Tokens of unknown keys ask for the keys every 30 seconds at most, and a new key is taken then', async () => {
  const { issuer, clock, verify, asked } = await start()
  const unknown = await issuer.token({}, { kid: 'x' })
  for (const seconds of [0, 1, 29]) {
    clock.seconds = seconds
    expect(await verify(unknown)).toBe('JWKSNoMatchingKey')
  }
  expect(asked()).toBe(1)
  await issuer.rotate()
  clock.seconds = 30
  expect(await verify(await issuer.token())).toBe('taken')
  expect(await verify(unknown)).toBe('JWKSNoMatchingKey')
  expect(asked()).toBe(2)
})

test('A key that is no longer published ends with the age of the keys', async () => {
  const { issuer, clock, verify } = await start()
  const old = await issuer.token()
  expect(await verify(old)).toBe('taken')
  await issuer.rotate(false)
  clock.seconds = 600
  expect(await verify(old)).toBe('JWKSNoMatchingKey')
  expect(await verify(await issuer.token())).toBe('taken')
})

test('While the issuer is down the last keys hold, and it is asked every 30 seconds at most', async () => {
  const { issuer, clock, failures, verify } = await start()
  expect(await verify(await issuer.token())).toBe('taken')
  const unknown = await issuer.token({}, { kid: 'x' })
  await issuer.upstream.stop()
  clock.seconds = 600
  for (let count = 0; count < 3; count++) {
    expect(await verify(await issuer.token())).toBe('taken')
    expect(await verify(unknown)).toBe('JWKSNoMatchingKey')
  }
  expect(failures).toHaveLength(1)
  clock.seconds = 630
  expect(await verify(await issuer.token())).toBe('taken')
  expect(failures).toHaveLength(2)
})

test('Where there are no keys yet the issuer is asked once a second at most', async () => {
  const { issuer, clock, failures, verify } = await start()
  await issuer.upstream.stop()
  const tokens = await Promise.all(Array.from({ length: 20 }, () => issuer.token()))
  expect(new Set(await Promise.all(tokens.map(verify)))).toEqual(new Set(['IssuerUnreachable']))
  await issuer.upstream.restart()
  expect(await verify(await issuer.token())).toBe('IssuerUnreachable')
  expect(failures).toHaveLength(1)
  clock.seconds = 1
  expect(await verify(await issuer.token())).toBe('taken')
})

test.each<readonly [why: string, answer: UpstreamAnswer]>([
  ['the issuer answered 503', { status: 503, json: { keys: [] } }],
  ['the issuer answered 302', { status: 302, headers: { location: '/keys' } }],
  ['more than 1048576 bytes', { body: `{"keys":[]}${' '.repeat(1_048_576)}` }],
  ['JSON Web Key Set malformed', { json: { keys: 'none' } }],
  ['is not valid JSON', { body: '<!doctype html>', headers: { 'content-type': 'text/html' } }],
  ['ECONNRESET', { fault: 'reset' }],
  ['other side closed', { body: '{"keys":[]}', fault: 'truncated' }],
])('An answer that is no key set is none: %s', async (why, answer) => {
  await using upstream = await startUpstream(() => answer)
  const failures: unknown[] = []
  const keys = new PublishedKeys({ url: upstream.url, send: issuers.send, onFailure: error => failures.push(error) })
  await expect(keys.finder()({ alg: 'ES256' }, { payload: '', signature: '' })).rejects.toThrow(IssuerUnreachable)
  expect(String(failures[0])).toContain(why)
  expect(upstream.requests).toHaveLength(1)
})
