import { createHmac } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { startTestGateway } from '../../support/gateway.ts'
import { startIssuer, type TestIssuer } from '../../support/issuer.ts'
import { startUpstream } from '../../support/upstream.ts'

/** A gateway that trusts the issuer, and says who the user is that an API is told of. */
async function start({ issuer, jwks }: Pick<TestIssuer, 'issuer' | 'jwks'>, more = '') {
  const upstream = await startUpstream(({ url }) => ({ json: { seen: url } }))
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const gateway = await startTestGateway({
    environment: { API: upstream.url },
    schema: `
      extend schema
        @source(name: "api", http: { baseURL: "{$env.API}" })
        @jwt(issuer: "${issuer}", audience: "shop", jwks: "${jwks}" ${more})
      type Query {
        me: Seen @http(GET: "/users/{$jwt.sub}")
        open: Seen @http(GET: "/open")
      }
      type Seen { seen: String }
    `,
  })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const ask = async (token?: string, query = '{ me { seen } open { seen } }') => {
    const { status, body, headers } = await gateway.query(query, {}, token ? { authorization: `Bearer ${token}` } : {})
    return { status, body, challenge: headers.get('www-authenticate') }
  }
  return { gateway, upstream, ask }
}

const seen = (sub: unknown) => ({ data: { me: { seen: `/users/${sub}` }, open: { seen: '/open' } } })

function refused(why: string) {
  const message = `The token is not valid: ${why}.`
  return {
    status: 401,
    body: { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] },
    challenge: 'Bearer error="invalid_token"',
  }
}

test('A token of a trusted issuer says who the user is; its keys are asked for once', async () => {
  await using issuer = await startIssuer()
  const { ask } = await start(issuer)
  const sub = '12345678901234567890'
  expect(await ask(await issuer.token({ sub }))).toMatchObject({ status: 200, body: seen(sub) })
  expect(await ask(await issuer.token({ sub: 'a/b c' }))).toMatchObject({ body: seen('a%2Fb%20c') })
  expect(issuer.upstream.requests).toHaveLength(1)
})

test('Without a token a request goes on, and what needs a user fails alone', async () => {
  await using issuer = await startIssuer()
  const { ask, upstream } = await start(issuer)
  for (const authorization of [undefined, ''])
    expect(await ask(authorization)).toMatchObject({
      status: 200,
      body: {
        errors: [
          {
            message: 'This field needs a user. Send a token.',
            path: ['me'],
            extensions: { code: 'UNAUTHENTICATED', source: 'api' },
          },
        ],
        data: { me: null, open: { seen: '/open' } },
      },
    })
  expect(upstream.requests.map(({ url }) => url)).toEqual(['/open', '/open'])
})

test('A token that is not valid is refused with its reason, and nothing is asked for it', async () => {
  await using issuer = await startIssuer()
  await using stranger = await startIssuer()
  const { ask, upstream, gateway } = await start(issuer)
  const now = Math.floor(Date.now() / 1000)
  const good = await issuer.token({ sub: '7' })
  const [head = '', , signature = ''] = good.split('.')
  const other = Buffer.from(JSON.stringify({ iss: issuer.issuer, aud: 'shop', exp: now + 99, sub: '1' }))
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
  const hs = Buffer.from('{"alg":"HS256","kid":"1"}').toString('base64url')
  const [published] = issuer.upstream.requests
  expect(published).toBeUndefined()
  const body = other.toString('base64url')
  const confused = `${hs}.${body}.${createHmac('sha256', issuer.jwks).update(`${hs}.${body}`).digest('base64url')}`
  const tokens: Readonly<Record<string, string>> = {
    'it has expired': await issuer.token({ exp: now - 120 }),
    'it is not valid yet': await issuer.token({ nbf: now + 600 }),
    'it is for somebody else': await issuer.token({ aud: ['other'] }),
    'its issuer is not one that is trusted here': await stranger.token(),
    "none of the issuer's keys has signed it": await stranger.token({ iss: issuer.issuer }, { kid: '99' }),
    'its signature is not right': `${head}.${body}.${signature}`,
    'it is no JSON Web Token': 'x',
    'it is signed by an algorithm that is not allowed here': confused,
    'it does not say when it expires': await issuer.token({ exp: undefined as unknown as number }),
  }
  for (const [why, token] of Object.entries(tokens)) expect(await ask(token), why).toEqual(refused(why))
  const none = await ask(`${unsigned}.${body}.`)
  expect(none).toMatchObject({ status: 401 })
  expect(upstream.requests).toEqual([])
  // Within what clocks may differ it is taken.
  expect(await ask(await issuer.token({ sub: '7', exp: now - 30 }))).toMatchObject({ status: 200, body: seen('7') })
  const log = JSON.stringify(gateway.log)
  for (const token of Object.values(tokens)) if (token.length > 20) expect(log).not.toContain(token.slice(-20))
})

test('The scheme stands in any case; what stands behind it is the token, or is refused', async () => {
  await using issuer = await startIssuer()
  const { gateway } = await start(issuer)
  const token = await issuer.token({ sub: '1' })
  const status = async (authorization: string) => (await gateway.query('{ me { seen } }', {}, { authorization })).status
  for (const each of [`bearer ${token}`, `BEARER   ${token} `, `Bearer\t${token}`]) {
    const { body } = await gateway.query('{ me { seen } }', {}, { authorization: each })
    expect(body).toEqual({ data: { me: { seen: '/users/1' } } })
  }
  for (const each of [`Bearer ${token} x`, `Bearer "${token}"`, `Bearer ${token}, Bearer ${token}`, `Bearer ${token},`])
    expect(await status(each), each).toBe(401)
  // These say nothing of a user.
  for (const each of ['Bearer', 'Bearer ', 'Basic eDp5', `bearers ${token}`, token])
    expect(await status(each), each).toBe(200)
})

test('A key that is new is asked for, and while the issuer is down its last keys hold, also over a reload', async () => {
  await using issuer = await startIssuer()
  const { ask, gateway } = await start(issuer)
  expect(await ask(await issuer.token({ sub: '1' }))).toMatchObject({ body: seen('1') })
  await issuer.upstream.stop()
  expect(await ask(await issuer.token({ sub: '2' }))).toMatchObject({ body: seen('2') })
  await gateway.reload()
  expect(await ask(await issuer.token({ sub: '3' }))).toMatchObject({ body: seen('3') })
})

test('Where the keys were never to be had a token is refused for now, and requests without one go on', async () => {
  await using issuer = await startIssuer()
  const { ask, gateway } = await start(issuer)
  await issuer.upstream.stop()
  const answer = await ask(await issuer.token({ sub: '1' }))
  expect(answer).toMatchObject({
    status: 503,
    body: { errors: [{ message: 'The token could not be verified. Try again in a moment.' }] },
  })
  expect(gateway.log.filter(({ msg }) => msg === 'a token could not be verified')).toHaveLength(1)
  expect(gateway.log.find(({ msg }) => msg === 'the keys of an issuer can not be had')).toMatchObject({
    level: 50,
    issuer: issuer.issuer,
  })
  expect(await ask(undefined, '{ open { seen } }')).toMatchObject({ status: 200 })
  await issuer.upstream.restart()
  const token = await issuer.token({ sub: '1' })
  await expect.poll(() => ask(token), { timeout: 10_000 }).toMatchObject({ status: 200, body: seen('1') })
})

test('A user whose token lacks the claim is told so, whatever the claim is instead', async () => {
  await using issuer = await startIssuer()
  const { ask, upstream } = await start(issuer)
  for (const claims of [{}, { sub: '' }, { sub: null as unknown as string }]) {
    const { body } = await ask(await issuer.token(claims), '{ me { seen } }')
    expect(body).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' }, message: expect.stringContaining('no claim "sub"') }],
    })
  }
  expect(upstream.requests).toEqual([])
})
