import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startIssuer } from '../../support/issuer.ts'
import { createTempDirectory } from '../../support/temp-directory.ts'
import { startUserGateway } from '../../support/user-gateway.ts'

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')
const entry = (key: string, claims: object) => ({ sha256: hashOf(key), ...claims })

const OLD = 'old-0123456789abcdef0123456789'
const NEW = 'new-0123456789abcdef0123456789'
const OTHER = 'other-0123456789abcdef01234567'
const now = Math.floor(Date.now() / 1_000)
const key = (text: string) => ({ 'x-api-key': text })
const INVALID = '401 The API key is not valid.'

const KEYS = JSON.stringify([
  entry(OLD, { sub: 'reports', tenant: 7, exp: now + 600 }),
  entry(NEW, { sub: 'reports', tenant: 7, scope: 'read' }),
  { ...entry(OTHER, { sub: 'crm' }), sha256: hashOf(OTHER).toUpperCase() },
  entry('over-0123456789abcdef01234567', { sub: 'crm', exp: now - 1 }),
  entry('soon-0123456789abcdef01234567', { sub: 'crm', nbf: now + 600 }),
  entry('short', { sub: 'crm' }),
])

test('A key is whose its hash is; two of one user are both taken', async () => {
  const { who, reads, gateway } = await startUserGateway('@apiKeys(keys: "{$env.KEYS}")', { KEYS })
  expect(await who(key(OLD))).toBe('reports 7')
  expect(await who(key(NEW))).toBe('reports 7')
  expect(await who({ 'X-API-KEY': ` ${OTHER} ` })).toBe('crm -')
  expect([await reads(key(OLD)), await reads(key(NEW))]).toEqual([false, true])
  for (const each of ['', ' ']) expect(await who(key(each))).toBe('nobody')
  expect(await who({ authorization: `Bearer ${OTHER}` })).toBe('nobody')
  const { status, headers } = await gateway.query('{ me }', {}, key('x'.repeat(30)))
  expect([status, headers.get('www-authenticate')]).toEqual([401, 'ApiKey'])
})

test('What is no key is refused: of another time, too short, twice, its hash, or very long', async () => {
  const { who, gateway, upstream } = await startUserGateway('@apiKeys(keys: "{$env.KEYS}")', { KEYS })
  const tried = [
    'over-0123456789abcdef01234567',
    'soon-0123456789abcdef01234567',
    'short',
    hashOf(OTHER),
    `${OTHER}, ${OTHER}`,
    OTHER.toUpperCase(),
    '__proto__',
    'constructor-constructor-constructor',
    'x'.repeat(12_000),
    '\xe4'.repeat(20),
  ]
  for (const each of tried) expect(await who(key(each)), each).toBe(INVALID)
  expect(await who(['X-Api-Key', OTHER, 'x-api-key', OLD])).toBe(INVALID)
  expect(upstream.requests).toEqual([])
  for (const each of tried) if (each.length > 20) expect(JSON.stringify(gateway.log)).not.toContain(each)
})

test('In Authorization a key stands behind Bearer, and what is none may be a token', async () => {
  await using issuer = await startIssuer()
  const directive = '@apiKeys(header: "Authorization", keys: "{$env.KEYS}")'
  const alone = await startUserGateway(directive, { KEYS })
  expect(await alone.who({ authorization: `Bearer ${OTHER}` })).toBe('crm -')
  expect(await alone.who({ authorization: `Bearer ${OTHER}x` })).toBe(INVALID)
  expect(await alone.who({ authorization: OTHER })).toBe('nobody')
  const both = await startUserGateway(
    `${directive} @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")`,
    { KEYS },
  )
  expect(await both.who({ authorization: `Bearer ${OTHER}` })).toBe('crm -')
  expect(await both.who({ authorization: `Bearer ${await issuer.token({ sub: 'ada' })}` })).toBe('ada -')
  expect(await both.who({ authorization: `Bearer ${OTHER}x` })).toBe(
    '401 The token is not valid: it is no JSON Web Token.',
  )
})

test('A key that is taken out of its file ends with the next reload, and a new one begins', async () => {
  const directory = await createTempDirectory()
  onTestFinished(() => directory[Symbol.asyncDispose]())
  const file = join(directory.path, 'keys.json')
  await writeFile(file, JSON.stringify([entry(OLD, { sub: 'reports', tenant: '12345678901234567890' })]))
  const { who, gateway } = await startUserGateway(`@apiKeys(file: "${file}")`)
  expect(await who(key(OLD))).toBe('reports 12345678901234567890')
  await writeFile(file, `[{ "sha256": "${hashOf(NEW)}", "sub": "reports", "tenant": 12345678901234567890 }]`)
  expect(await who(key(NEW))).toBe(INVALID)
  await gateway.reload()
  expect(await who(key(NEW))).toBe('reports 12345678901234567890')
  expect(await who(key(OLD))).toBe(INVALID)
  await writeFile(file, '[{}]')
  await expect(gateway.reload()).rejects.toThrow('key 1 has no "sha256" of 64 hexadecimal digits')
  expect(await who(key(NEW))).toBe('reports 12345678901234567890')
})

test('A list with mistakes is not served, and none of it is repeated', async () => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [{}, 'it is no JSON list of keys.'],
    [[7], 'key 1 is no object.'],
    [[entry(OLD, { sub: 'a' }), { sha256: 'hunter2', sub: 'a' }], 'key 2 has no "sha256" of 64 hexadecimal digits.'],
    [[entry(OLD, {})], 'key 1 does not say whose it is.'],
    [[entry(OLD, { sub: ' ' })], 'key 1 does not say whose it is.'],
    [[entry(OLD, { sub: 'a', exp: 'tomorrow' })], 'key 1 has a time that is no number.'],
    [[entry(OLD, { sub: 'a' }), { sha256: hashOf(OLD).toUpperCase(), sub: 'b' }], 'key 2 is there twice.'],
    [Array.from({ length: 100_001 }, () => 0), 'there are more than 100000 keys.'],
  ]
  for (const [list, why] of wrong) {
    const started = startUserGateway('@apiKeys(keys: "{$env.KEYS}")', { KEYS: JSON.stringify(list) })
    const error = await started.then(() => undefined, String)
    expect(error).toContain(why)
    expect(error).not.toContain('hunter2')
  }
})
