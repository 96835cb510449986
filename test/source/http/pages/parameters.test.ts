import { expect, test } from 'vitest'
import { startTestGateway } from '../../../support/gateway.ts'
import { startUpstream } from '../../../support/upstream.ts'

interface Sent {
  readonly says: string
  readonly field: string
  /** The two calls: the second page is empty. */
  readonly calls: readonly string[]
}

interface Paged {
  readonly data: { readonly pages: { readonly pageInfo: { readonly endCursor: string } } }
}

const CASES: readonly Sent[] = [
  {
    says: 'Brackets in names stay as they are',
    field: '@http(GET: "/items?sort=-id", pages: { page: "page[number]", size: "page[size]", max: 7 })',
    calls: ['GET /items?sort=-id&page[number]=1&page[size]=7', 'GET /items?sort=-id&page[number]=2&page[size]=7'],
  },
  {
    says: 'A cursor is one value, whatever is in it',
    field: '@http(GET: "/items", pages: { cursor: "after", item: "name" })',
    calls: ['GET /items', 'GET /items?after=a%26b%3D%2F%3F%23%20%2B%25%C3%A9'],
  },
  {
    says: 'Parameters of a form follow its own',
    field: '@http(POST: "/items", form: { q: "x" }, pages: { offset: "from", size: "n" })',
    calls: ['POST /items q=x&from=0&n=100', 'POST /items q=x&from=1&n=100'],
  },
  {
    says: 'Parameters of a body are its keys, and all digits of the others stay',
    field:
      '@http(POST: "/items", body: { q: [9007199254740993, "__proto__"] }, pages: { cursor: "after", item: "name" })',
    calls: [
      'POST /items {"q":[9007199254740993,"__proto__"]}',
      'POST /items {"q":[9007199254740993,"__proto__"],"after":"a&b=/?# +%é"}',
    ],
  },
  {
    says: 'A POST without a body has them in its query',
    field: '@http(POST: "/items", pages: { page: "page" })',
    calls: ['POST /items?page=1', 'POST /items?page=2'],
  },
]

for (const { says, field, calls } of CASES)
  test(says, async () => {
    await using upstream = await startUpstream(() => ({
      json: upstream.requests.length > 1 ? [] : [{ name: 'a&b=/?# +%é' }],
    }))
    await using gateway = await startTestGateway({
      schema: `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })
type Query {
  items: [Item!] ${field}
}
type Item {
  name: String
}`,
    })
    expect((await gateway.query('{ items { name } }')).body).toEqual({ data: { items: [{ name: 'a&b=/?# +%é' }] } })
    expect(upstream.requests.map(({ method, url, body }) => `${method} ${url} ${body}`.trim())).toEqual(calls)
  })

test('A cursor that is a number in the answer is one in a body too, in a connection as in a list', async () => {
  for (const cursor of [7, -1.5, 9007199254740993n]) {
    const digits = String(cursor)
    for (const [way, second] of [
      ['from: "next"', `{"q":"x","after":${digits},"n":1}`],
      ['item: "id"', `{"q":"x","after":${digits},"n":1}`],
    ] as const) {
      await using upstream = await startUpstream(({ body }) => ({
        body: body.includes('after') ? '{"items":[]}' : `{"items":[{"id":${digits}}],"next":${digits}}`,
      }))
      await using gateway = await startTestGateway({
        schema: `extend schema
  @source(name: "api", http: { baseURL: "${upstream.url}", pages: { cursor: "after", ${way}, size: "n", max: 1 } })
type Query {
  items: [Item!] @http(POST: "/items", body: { q: "x" }, select: "items", pages: {})
  pages(first: Int, after: String): ItemConnection @http(POST: "/items", body: { q: "x" }, select: "items", pages: {})
}
type Item {
  id: Float
}`,
      })
      const calls = ['{"q":"x","n":1}', second]
      expect((await gateway.query('{ items { id } }')).body).toEqual({ data: { items: [{ id: Number(cursor) }] } })
      expect(upstream.requests.map(({ body }) => body)).toEqual(calls)
      const page = (await gateway.query('{ pages(first: 1) { pageInfo { endCursor } } }')).body as Paged
      const after = page.data.pages.pageInfo.endCursor
      await gateway.query('query ($after: String) { pages(first: 1, after: $after) { nodes { id } } }', { after })
      expect(upstream.requests.at(-1)?.body).toBe(second)
    }
  }
})

test('What a link has of the parameters already is replaced', async () => {
  await using upstream = await startUpstream(({ url }) =>
    url === '/top' ? { json: { more: '/items?x=1&page=9&x=2#end' } } : { json: url.endsWith('page=1') ? [7] : [] },
  )
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })
type Query {
  top: Top @http(GET: "/top")
}
type Top {
  items: [Int!] @http(GET: "{$this.more}", pages: { page: "page" })
}`,
  })
  expect((await gateway.query('{ top { items } }')).body).toEqual({ data: { top: { items: [7] } } })
  expect(upstream.requests.map(({ url }) => url)).toEqual(['/top', '/items?x=1&x=2&page=1', '/items?x=1&x=2&page=2'])
})
