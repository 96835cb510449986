import { expect, test } from 'vitest'
import { startTestGateway } from '../../../support/gateway.ts'
import { startUpstream, type UpstreamAnswer } from '../../../support/upstream.ts'

interface Fault {
  readonly says: string
  readonly pages: string
  /** The answers to `/items?…`, one after the other; the last one to all that follow. */
  readonly answers: readonly UpstreamAnswer[]
  readonly calls: readonly string[]
  readonly reason: string
  readonly message?: string
}

const ok = (json: unknown, headers: Record<string, string> = {}): UpstreamAnswer => ({ json, headers })
const WRONG = 'wrong_shape'

const FAULTS: readonly Fault[] = [
  {
    says: 'A page that fails fails the list, which is never shown in part',
    pages: 'cursor: "after", from: "next"',
    answers: [ok({ items: [1], next: 'a' }), { status: 503, json: 'down' }],
    calls: ['/v1/items', '/v1/items?after=a'],
    reason: 'http_5xx',
  },
  {
    says: 'A page that is cut off fails the list',
    pages: 'page: "page"',
    answers: [ok({ items: [1] }), { json: { items: [2] }, fault: 'truncated' }],
    calls: ['/v1/items?page=1', '/v1/items?page=2'],
    reason: 'truncated',
  },
  {
    says: 'A cursor that leads back is no way on',
    pages: 'cursor: "after", from: "next"',
    answers: [ok({ items: [1], next: 'a' }), ok({ items: [2], next: 'b' }), ok({ items: [1], next: 'a' })],
    calls: ['/v1/items', '/v1/items?after=a', '/v1/items?after=b'],
    reason: WRONG,
  },
  {
    says: 'A cursor that UTF-8 can not carry is no end of the list',
    pages: 'cursor: "after", from: "next"',
    answers: [ok({ items: [1], next: '\ud800' })],
    calls: ['/v1/items'],
    reason: WRONG,
  },
  {
    says: 'A page that is its own next page is read once',
    pages: 'next: "next"',
    answers: [ok({ items: [1], next: '/v1/items' })],
    calls: ['/v1/items'],
    reason: WRONG,
  },
  {
    says: 'Last items that are the same lead in a circle',
    pages: 'cursor: "after", item: "."',
    answers: [ok({ items: [7] })],
    calls: ['/v1/items', '/v1/items?after=7'],
    reason: WRONG,
  },
  {
    says: 'The URL of the next page is not followed out of the base URL',
    pages: 'next: "next"',
    answers: [ok({ items: [1], next: '/admin/items?page=2' })],
    calls: ['/v1/items'],
    reason: WRONG,
  },
  {
    says: 'A Link header is not followed to another host',
    pages: 'link: true',
    answers: [ok({ items: [1] }, { link: '<//evil.example/v1/items?page=2>; rel="next"' })],
    calls: ['/v1/items'],
    reason: WRONG,
  },
  {
    says: 'A list of more items than it may have is an error, never cut',
    pages: 'page: "page", maxItems: 3',
    answers: [ok({ items: [1, 2] })],
    calls: ['/v1/items?page=1', '/v1/items?page=2'],
    reason: 'too_large',
    message: 'The list is longer than its maxItems of 3.',
  },
  {
    says: 'A total beyond what a list may have is told by the first page',
    pages: 'page: "page", total: "total", maxItems: 3',
    answers: [ok({ items: [1], total: 9 })],
    calls: ['/v1/items?page=1'],
    reason: 'too_large',
    message: 'The list is longer than its maxItems of 3.',
  },
  {
    says: 'A list of more pages than it may have is an error, never cut',
    pages: 'page: "page", maxPages: 2',
    answers: [ok({ items: [1] })],
    calls: ['/v1/items?page=1', '/v1/items?page=2'],
    reason: 'too_large',
    message: 'The list is longer than its maxPages of 2.',
  },
  {
    says: 'Nothing where the answer should say that there are more would cut the list',
    pages: 'page: "page", hasMore: "meta.more"',
    answers: [ok({ items: [1], meta: {} })],
    calls: ['/v1/items?page=1'],
    reason: WRONG,
  },
  {
    says: 'More items without a way to them are an error',
    pages: 'cursor: "after", from: "next", hasMore: "more"',
    answers: [ok({ items: [1], more: true })],
    calls: ['/v1/items'],
    reason: WRONG,
  },
  {
    says: 'An offset that does not grow leads in a circle',
    pages: 'offset: "offset", hasMore: "more"',
    answers: [ok({ items: [], more: true })],
    calls: ['/v1/items?offset=0'],
    reason: WRONG,
  },
  {
    says: 'A total that is no number is an error',
    pages: 'page: "page", total: "$response.headers.x-total"',
    answers: [ok({ items: [1] }, { 'x-total': 'many' })],
    calls: ['/v1/items?page=1'],
    reason: WRONG,
  },
  {
    says: 'A page is a list',
    pages: 'page: "page"',
    answers: [ok({ items: { id: 1 } })],
    calls: ['/v1/items?page=1'],
    reason: WRONG,
  },
  {
    says: 'A cursor is a text or a number',
    pages: 'cursor: "after", from: "next"',
    answers: [ok({ items: [1], next: { id: 1 } })],
    calls: ['/v1/items'],
    reason: WRONG,
  },
  {
    says: 'The URL of the next page has the parameter that it is to be asked for by',
    pages: 'cursor: "after", next: "next"',
    answers: [ok({ items: [1], next: '/v1/items?page=2' })],
    calls: ['/v1/items'],
    reason: WRONG,
  },
]

for (const { says, pages, answers, calls, reason, message } of FAULTS)
  test(says, async () => {
    let count = 0
    await using upstream = await startUpstream(({ url }) => {
      if (url === '/v1/other') return { json: 5 }
      return answers[Math.min(count++, answers.length - 1)] as UpstreamAnswer
    })
    await using gateway = await startTestGateway({
      schema: `extend schema @source(name: "api", http: { baseURL: "${upstream.url}/v1" })
type Query {
  items: [ID!] @http(GET: "/items", select: "items", pages: { ${pages} })
  other: Int @http(GET: "/other")
}`,
    })
    const { text } = await gateway.query('{ items other }')
    const { data, errors } = JSON.parse(text)
    expect(data).toEqual({ items: null, other: 5 })
    expect(errors).toEqual([
      expect.objectContaining({ path: ['items'], extensions: expect.objectContaining({ reason }) }),
    ])
    if (message !== undefined) expect(errors[0].message).toBe(message)
    const urls = new Set(upstream.requests.map(({ url }) => url))
    urls.delete('/v1/other')
    expect([...urls]).toEqual(calls)
  })

const BATCH = `type Query {
  groups: [Group!] @http(GET: "/groups")
}
type Group {
  id: ID!
  items: [Item!] @http(GET: "/items?group={$batch.id}", by: "group", maxBatch: 2 PAGES)
}
type Item {
  id: ID!
}`

async function askBatch(pages: string, answer: (url: string) => UpstreamAnswer) {
  await using upstream = await startUpstream(({ url }) =>
    url === '/groups' ? { json: [{ id: 1 }, { id: 2 }, { id: 3 }] } : answer(url),
  )
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })\n${BATCH.replace(' PAGES', pages)}`,
  })
  const { text } = await gateway.query('{ groups { id items { id } } }')
  const { data, errors = [] } = JSON.parse(text)
  const failed = errors.map((error: { path: unknown; extensions: { reason: string } }) => [
    error.path,
    error.extensions.reason,
  ])
  return { groups: data.groups, failed, log: gateway.log }
}

test('A page that fails fails the parents of its own batched call only', async () => {
  const { groups, failed } = await askBatch(', pages: { page: "page", start: 0 }', url => {
    if (url === '/items?group=1&group=2&page=0') return { json: [{ id: 11, group: 1 }] }
    if (url === '/items?group=3&page=0') return { json: [{ id: 31, group: 3 }] }
    return url.startsWith('/items?group=3') ? { json: [] } : { status: 500, json: 'broken' }
  })
  expect(groups).toEqual([
    { id: '1', items: null },
    { id: '2', items: null },
    { id: '3', items: [{ id: '31' }] },
  ])
  expect(failed).toEqual([
    [['groups', 0, 'items'], 'http_5xx'],
    [['groups', 1, 'items'], 'http_5xx'],
  ])
})

test('A batch whose answer is one page of several, and which has no pages, is an error and not a part', async () => {
  const { groups, failed, log } = await askBatch('', url => ({
    json: [{ id: 1, group: 1 }],
    headers: url.includes('group=3') ? {} : { link: '</items?group=1&group=2&page=2>; rel="next"' },
  }))
  expect(groups.map(({ items }: { items: unknown }) => items)).toEqual([null, null, []])
  expect(failed.map(([, reason]: [unknown, string]) => reason)).toEqual([WRONG, WRONG])
  expect(JSON.stringify(log)).toContain('was cut (a Link with rel=next): say `pages`')
})

test("The request's time ends a list that has no end", async () => {
  await using upstream = await startUpstream(({ url }) => (url.endsWith('page=3') ? { fault: 'hang' } : { json: [1] }))
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })
type Query {
  items: [ID!] @http(GET: "/items", pages: { page: "page" })
}`,
    config: { requestTimeout: 300 },
  })
  const { text } = await gateway.query('{ items }')
  expect(JSON.parse(text)).toEqual({
    data: { items: null },
    errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'GATEWAY_TIMEOUT' }) })],
  })
  expect(upstream.requests.length).toBe(3)
})

test('An item without its own cursor fails the connection that shows it', async () => {
  await using upstream = await startUpstream(() => ({ json: { items: [{ id: 1 }, {}, { id: 3 }], more: false } }))
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })
type Query {
  items(first: Int): ItemConnection
    @http(GET: "/items", select: "items", pages: { cursor: "after", item: "id", hasMore: "more" })
}
type Item {
  id: ID
}`,
  })
  const { text } = await gateway.query('{ items { edges { cursor } } plain: items(first: 9) { nodes { id } } }')
  const { data, errors } = JSON.parse(text)
  expect(data).toEqual({ items: null, plain: { nodes: [{ id: '1' }, { id: null }, { id: '3' }] } })
  expect(errors).toEqual([
    expect.objectContaining({ path: ['items'], extensions: expect.objectContaining({ reason: WRONG }) }),
  ])
})
