import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'

/*
 * The checks that a scanner of GraphQL servers makes, dolevf/graphql-cop 1.15: what it sends, and when it says that something is found.
 */
const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' }

interface Found {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  /** Undefined for what is no JSON. */
  readonly body: Body | undefined
}

interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: object }[]
}

async function send(url: string, init: RequestInit): Promise<Found> {
  const answer = await fetch(url, init)
  const text = await answer.text()
  return { status: answer.status, text, headers: answer.headers, body: parse(text) }
}

function parse(text: string): Body | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function post(
  { url }: DemoGateway,
  body: unknown,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
): Promise<Found> {
  return send(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

function ask(gateway: DemoGateway, query: string): Promise<Found> {
  return post(gateway, { query })
}

function get({ url }: DemoGateway, query: string, accept = 'application/json'): Promise<Found> {
  return send(`${url}/graphql?${new URLSearchParams({ query })}`, { headers: { accept } })
}

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join('')

/** What each check finds. */
const CHECKS: Readonly<Record<string, (gateway: DemoGateway) => Promise<boolean>>> = {
  'field suggestions': async gateway =>
    (await ask(gateway, '{ __schema { directive } }')).text.includes('Did you mean'),
  introspection: async gateway =>
    (await ask(gateway, '{ __schema { types { name } } }')).body?.data?.__schema !== undefined,
  'a page of GraphiQL': async gateway => /graphiql|playground/i.test((await get(gateway, '', 'text/html')).text),
  'queries by GET': async gateway => (await get(gateway, '{ __typename }')).body?.data?.__typename !== undefined,
  'mutations by GET': async gateway =>
    (await get(gateway, 'mutation { __typename }')).body?.data?.__typename !== undefined,
  'queries of forms': async gateway => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return (await post(gateway, 'query=query%20%7B__typename%7D', headers)).body?.data?.__typename !== undefined
  },
  'alias overloading': async gateway => {
    const aliases = times(101, at => `alias${at}: __typename `)
    return (await ask(gateway, `query cop { ${aliases} }`)).body?.data?.alias100 !== undefined
  },
  'batches of queries': async gateway => {
    const { body } = await post(
      gateway,
      Array.from({ length: 10 }, () => ({ query: '{ __typename }' })),
    )
    return Array.isArray(body) && body.length === 10
  },
  'directive overloading': async gateway =>
    (await ask(gateway, `query cop { __typename ${'@aa'.repeat(10)} }`)).body?.errors?.length === 10,
  'circular introspection': async gateway => {
    const circle = `{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } }`
    return (await ask(gateway, `query cop ${circle}`)).body?.data?.__schema !== undefined
  },
  'tracing on demand': async gateway => {
    const { text } = await post(
      gateway,
      { query: 'query cop { __typename }' },
      { ...JSON_TYPE, 'x-sluice-trace': '1', 'apollo-tracing': '1' },
    )
    return /"(?:trace|tracing)"/.test(text)
  },
  'unhandled errors': async gateway => {
    const { text } = await ask(gateway, 'qwerty cop { abc }')
    return /exception|stack ?trace|\bat .*\.[jt]s:\d/i.test(text)
  },
  'field duplication': async gateway =>
    (await ask(gateway, `query cop { ${'__typename '.repeat(500)} }`)).body?.data?.__typename !== undefined,
}

const resources = new AsyncDisposableStack()
afterAll(() => resources.disposeAsync())

describe.each<[Config['profile'], readonly string[]]>([
  // It is meant: a GET runs no mutation.
  ['production', ['queries by GET']],
  [
    'development',
    [
      'field suggestions',
      'introspection',
      'a page of GraphiQL',
      'queries by GET',
      'alias overloading',
      'field duplication',
    ],
  ],
])('In %s', (profile, found) => {
  let lanes: readonly DemoGateway[]
  beforeAll(async () => {
    const start = async (directLane: boolean) => resources.use(await startDemoGateway({ profile, directLane }))
    lanes = await Promise.all([start(true), start(false)])
  })

  test.each(Object.keys(CHECKS))('the scanner finds what is meant to be there, and no more: %s', async name => {
    const isFound = found.includes(name)
    for (const lane of lanes) expect(await CHECKS[name]?.(lane)).toBe(isFound)
  })
})
