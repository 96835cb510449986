import { expect, test } from 'vitest'
import { type Item, pagingHandler, type Style } from '../../source/http/pages/paging-api.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { startUpstream, type UpstreamAnswer } from '../../support/upstream.ts'
import { problemsOf } from '../problems-of.ts'
import { definitionOf, importYaml } from './import-yaml.ts'

const POSTS = 'type: array, items: { $ref: "#/components/schemas/Post" }'
const POST = `components:
  schemas:
    Post: { required: [id], properties: { id: { type: string }, userId: { type: string } } }
    User: { required: [id], properties: { id: { type: string } } }`

function query(name: string, type = 'integer', more = ''): string {
  return `{ name: "${name}", in: query, schema: { type: ${type}${more && `, ${more}`} } }`
}

/** An answer with the list and what is said beside it. */
function beside(properties: string, required: string): string {
  return `required: [${required}], properties: { data: { ${POSTS} }, ${properties} }`
}

function path(schema: string, parameters: readonly string[], headers = ''): string {
  const content = `content: { application/json: { schema: { ${schema} } } }`
  return `{ get: { parameters: [${parameters.join(', ')}], responses: { 200: { ${headers}${content} } } } }`
}

const LINK = 'headers: { Link: { schema: { type: string } } }, '
const NULLABLE = 'type: string, nullable: true'

/** Commas and the ends of lines mean nothing to GraphQL. */
function flat(text: string): string {
  return text.replace(/[,\s]+/g, ' ').replace(/(?<=\() | (?=\))/g, '')
}

/** The field of a list whose answer and parameters are given, and the `pages` and the size that it says. */
function fieldOf(schema: string, parameters: readonly string[], headers = '') {
  const imported = importYaml(`paths:\n  /posts: ${path(schema, parameters, headers)}\n${POST}`)
  expect(problemsOf(imported.text)).toEqual([])
  const text = flat(definitionOf(imported, 'type Query'))
  return { text, pages: /pages: \{ (.*?) \}/.exec(text)?.[1], first: Number(/first: Int = (\d+)/.exec(text)?.[1]) }
}

/** How many objects a page has unless said. */
function sizeIn(parameters: readonly string[]): number {
  const size = parameters.find(each => /"(?:limit|maxResults|per_page)"/.test(each)) ?? ''
  return Number(/default: (\d+)/.exec(size)?.[1] ?? 20)
}

test('A list in pages is a connection where its parameters and its answer tell how to go on', () => {
  const cases: [schema: string, parameters: string[], pages: string, headers?: string][] = [
    // By the number of the page, or by how many items are before it.
    [POSTS, [query('page')], 'page: "page"'],
    [
      POSTS,
      [query('per_page', 'integer', 'default: 20'), query('page', 'integer', 'default: 1')],
      'page: "page", size: "per_page", max: 20',
    ],
    [
      POSTS,
      [query('page'), query('per_page', 'integer', 'default: 10, description: "How many (max 100)."')],
      'page: "page", size: "per_page", max: 100',
    ],
    [
      POSTS,
      [query('page'), query('limit', 'integer', 'description: A limit between 1 and 50; 10 at first.')],
      'page: "page", size: "limit", max: 50',
    ],
    [
      POSTS,
      [query('page', 'integer', 'default: 0'), query('size', 'integer', 'maximum: 50')],
      'page: "page", start: 0, size: "size", max: 50',
    ],
    [
      beside('total: { type: integer }', 'data, total'),
      [query('offset', 'integer', 'minimum: 0, default: 0'), query('limit', 'integer', 'maximum: 50')],
      'offset: "offset", size: "limit", max: 50, total: "total"',
    ],
    [
      beside(
        'meta: { required: [has_more], properties: { has_more: { type: boolean }, page: { type: integer } } }',
        'meta',
      ),
      [query('page[number]')],
      'page: "page[number]", hasMore: "meta.has_more"',
    ],
    // By a cursor in the answer.
    [
      beside(`next_cursor: { ${NULLABLE} }, has_more: { type: boolean }`, 'has_more'),
      [query('cursor', 'string')],
      'cursor: "cursor", from: "next_cursor", hasMore: "has_more"',
    ],
    [
      beside('paging: { properties: { cursors: { properties: { after: { type: string } } } } }', ''),
      [query('after', 'string'), query('before', 'string')],
      'cursor: "after", from: "paging.cursors.after"',
    ],
    [
      beside('nextPageToken: { type: string }', ''),
      [query('pageToken', 'string'), query('maxResults', 'integer', 'default: 10, maximum: 100')],
      'cursor: "pageToken", from: "nextPageToken", size: "maxResults", max: 100',
    ],
    [
      beside(`next_page: { ${NULLABLE} }, total_count: { type: integer }`, ''),
      [query('page', 'string')],
      'cursor: "page", from: "next_page", total: "total_count?"',
    ],
    [
      beside(
        'cursor: { type: string }, errors: { type: array, items: { properties: { code: { type: string } } } }',
        '',
      ),
      [query('cursor', 'string')],
      'cursor: "cursor", from: "cursor"',
    ],
    [
      beside(
        `next_page: { nullable: true, properties: { offset: { type: string }, uri: { type: string, format: uri } } }`,
        '',
      ),
      [query('offset', 'string')],
      'cursor: "offset", from: "next_page.offset"',
    ],
    [
      beside('apiVersion: { type: string }, metadata: { properties: { continue: { type: string } } }', ''),
      [query('continue', 'string')],
      'cursor: "continue", from: "metadata.continue"',
    ],
    // Beside a number or an offset.
    [
      beside(`next_page_uri: { ${NULLABLE}, format: uri }, page: { type: integer }, page_size: { type: integer }`, ''),
      [query('PageSize', 'integer', 'maximum: 1000'), query('Page'), query('PageToken', 'string')],
      'cursor: "PageToken", next: "next_page_uri", size: "PageSize", max: 1000',
    ],
    [
      beside('more: { type: boolean }, limit: { type: integer }, total: { type: integer, nullable: true }', 'total'),
      [query('offset')],
      'offset: "offset", hasMore: "more?", total: "total?"',
    ],
    [
      beside(`links: { properties: { next: { type: string, format: uri } } }`, ''),
      [query('offset'), query('limit', 'integer', 'maximum: 100'), query('after', 'string')],
      'offset: "offset", size: "limit", max: 100',
    ],
    // As frameworks have them.
    [
      beside('count: { type: number }', ''),
      [query('page', 'number', 'default: 1'), query('take', 'number')],
      'page: "page", size: "take", total: "count?"',
    ],
    [
      beside(
        'totalElements: { type: integer }, number: { type: integer }, last: { type: boolean }, sort: { type: array, items: { type: object } }, pageable: { properties: { paged: { type: boolean } } }',
        '',
      ),
      [query('page', 'integer', 'default: 0'), query('size', 'integer', 'default: 20')],
      'page: "page", start: 0, size: "size", max: 20, total: "totalElements?"',
    ],
    [
      beside(
        'meta: { properties: { current_page: { type: integer }, links: { type: array, items: { properties: { url: { type: string } } } }, total: { type: integer } } }',
        'meta',
      ),
      [query('page')],
      'page: "page", total: "meta.total?"',
    ],
    [
      beside(
        'page: { type: integer }, sortKey: { type: string }, sortDirection: { enum: [asc, desc] }, totalRecords: { type: integer }',
        '',
      ),
      [query('page'), query('pageSize', 'integer', 'maximum: 50')],
      'page: "page", size: "pageSize", max: 50, total: "totalRecords?"',
    ],
    // A count of all items.
    [
      beside('count: { type: integer }', 'data, count'),
      [query('skip', 'integer', 'default: 0'), query('limit', 'integer', 'default: 100')],
      'offset: "skip", size: "limit", max: 100, total: "count"',
    ],
    // By the id of the last item.
    [
      beside('object: { enum: [list] }, has_more: { type: boolean }, url: { type: string }', 'has_more'),
      [query('starting_after', 'string'), query('ending_before', 'string'), query('limit', 'integer', 'default: 10')],
      'cursor: "starting_after", item: "id", size: "limit", max: 10, hasMore: "has_more"',
    ],
    [
      beside('has_more: { type: boolean }', 'has_more'),
      [query('after', 'string').replace('in: query', 'in: query, description: The ID of the last post that is known')],
      'cursor: "after", item: "id", hasMore: "has_more"',
    ],
    [
      beside('object: { type: string }, has_more: { type: boolean }', ''),
      [query('limit', 'integer', 'maximum: 100'), query('after', 'string'), query('before', 'string')],
      'cursor: "after", item: "id", size: "limit", max: 100, hasMore: "has_more?"',
    ],
    // By a URL in the answer or the Link header.
    [
      beside(
        `count: { type: integer }, next: { ${NULLABLE}, format: uri }, previous: { ${NULLABLE}, format: uri }`,
        'count',
      ),
      [query('cursor', 'string')],
      'cursor: "cursor", next: "next", total: "count"',
    ],
    [
      beside('_links: { properties: { next: { properties: { href: { type: string } } } } }', ''),
      [query('cursor', 'string')],
      'cursor: "cursor", next: "_links.next.href"',
    ],
    [POSTS, [query('after', 'string')], 'cursor: "after", link: true', LINK],
    [
      POSTS,
      [query('page')],
      'page: "page", total: "$response.headers.x-total-count?"',
      'headers: { X-Total-Count: { schema: { type: integer } } }, ',
    ],
    [
      POSTS,
      [...['max_id', 'since_id', 'min_id'].map(name => query(name, 'string')), query('limit')],
      'cursor: "max_id", link: true, size: "limit"',
      LINK,
    ],
  ]
  for (const [schema, parameters, pages, headers] of cases) {
    const field = fieldOf(schema, parameters, headers)
    expect([field.pages, field.first]).toEqual([flat(pages), sizeIn(parameters)])
    expect(field.text).toContain('after: String): PostConnection @http(GET: "/posts" ')
    expect(/select: "data\??"/.test(field.text)).toBe(schema !== POSTS)
  }
})

test('What could be meant otherwise stays as the document has it', () => {
  const cases: [schema: string, parameters: string[], headers?: string][] = [
    [POSTS, [query('limit')]],
    [POSTS, [query('page'), query('offset')]],
    [beside('next_cursor: { type: string }', ''), [query('cursor', 'string'), query('after', 'string')]],
    [POSTS, [query('page', 'integer', 'default: 3')]],
    [POSTS, [query('offset', 'integer', 'default: 10')]],
    [POSTS, [query('page', 'string')]],
    [POSTS, [query('cursor', 'string')]],
    // A date is what posts are chosen by, and so may a number be.
    [POSTS, [query('after', 'string', 'format: date-time')], LINK],
    [POSTS, [query('after')], LINK],
    [POSTS, [query('since')], LINK],
    [POSTS, [query('page', 'array', 'items: { type: integer }')]],
    [POSTS, [query('cursor', 'string').replace('in: query', 'in: query, required: true')], LINK],
    // It may be a cursor, a URL or the next post.
    [beside(`next: { ${NULLABLE} }`, ''), [query('cursor', 'string')]],
    [beside('next_cursor: { type: string }, end_cursor: { type: string }', ''), [query('cursor', 'string')]],
    // There is more than a page in the answer, or none that is a list of objects.
    [beside('facets: { type: array, items: { type: string } }', ''), [query('page')]],
    [beside('meta: { properties: { page: { type: integer }, took: { type: integer } } }', ''), [query('page')]],
    [beside('total: { type: integer }, facets: {}', ''), [query('page')]],
    ['type: array, items: { type: string }', [query('page')]],
    ['type: array, items: { nullable: true, allOf: [{ $ref: "#/components/schemas/Post" }] }', [query('page')]],
    ['type: array, items: { type: object }', [query('page')]],
  ]
  for (const [schema, parameters, headers] of cases) {
    const { text } = fieldOf(schema, parameters, headers)
    expect(text).not.toMatch(/pages:|Connection/)
    // All parameters are arguments.
    expect(text.match(/\{\$args/g)).toHaveLength(parameters.length)
  }
})

test('What is beside a list is a failure, a total, or told', () => {
  const of = (more: string) => importYaml(`paths:\n  /posts: ${path(beside(more, ''), [query('page')])}\n${POST}`)
  expect(of('errors: { type: array, items: { type: string } }').text).toContain(
    'error: { when: "errors", message: "errors[0]" }',
  )
  const counted = of('count: { type: integer }, limit: { type: integer }')
  expect(counted.text).not.toContain('total:')
  expect(counted.notes).toEqual(['Left out: The "count" of GET /posts: nothing tells whether all items are counted.'])
})

test('Pages of which nothing tells how they go on are told', () => {
  const told = importYaml(`paths:\n  /posts: ${path(POSTS, [query('cursor', 'string')])}\n${POST}`)
  expect(told.notes).toEqual([
    'Left out: The pages of GET /posts: nothing tells how they go on, or there is more in the answer.',
  ])
})

test('A list is in pages inside of what wraps an answer, and beside what tells of the call', async () => {
  const pageable =
    '{ name: pageable, in: query, required: true, schema: { properties: { page: { type: integer, minimum: 0 }, size: { type: integer }, sort: { type: array, items: { type: string } } } } }'
  const wrapped = `properties: { code: { type: integer }, message: { type: string }, result: { properties: { content: { ${POSTS} }, page: { type: integer }, totalElements: { type: integer } } } }`
  const cases: [schema: string, parameters: string[], select: string, pages: string][] = [
    [wrapped, [pageable], 'result?.content?', 'page: "page" start: 0 size: "size" total: "result?.totalElements?"'],
    [
      `required: [ocs], properties: { ocs: { required: [meta, data], properties: { meta: { properties: { status: { type: string }, statuscode: { type: integer }, totalitems: { type: string } } }, data: { ${POSTS} } } } }`,
      [query('offset'), query('limit')],
      'ocs.data',
      'offset: "offset" size: "limit"',
    ],
    [
      beside(
        'success: { type: boolean }, message: { type: string }, meta: { properties: { total: { type: number } } }',
        '',
      ),
      [query('page'), query('limit', 'integer', 'maximum: 100')],
      'data?',
      'page: "page" size: "limit" max: 100 total: "meta?.total?"',
    ],
    [
      `properties: { _embedded: { properties: { posts: { ${POSTS} } } }, _links: { additionalProperties: { properties: { href: { type: string } } } }, page: { properties: { size: { type: integer }, totalElements: { type: integer }, number: { type: integer } } } }`,
      [query('page', 'integer', 'default: 0'), query('size')],
      '_embedded?.posts?',
      'page: "page" start: 0 size: "size" total: "page?.totalElements?"',
    ],
    [
      `properties: { docs: { ${POSTS} }, totalDocs: { type: number }, pagingCounter: { type: number }, hasPrevPage: { type: boolean }, hasNextPage: { type: boolean }, nextPage: { type: number, nullable: true } }`,
      [query('page', 'number'), query('limit', 'number')],
      'docs?',
      'page: "page" size: "limit" hasMore: "hasNextPage?" total: "totalDocs?"',
    ],
    [
      `required: [status], properties: { status: { enum: [success, fail] }, data: { properties: { posts: { ${POSTS} } } } }`,
      [query('page')],
      'data?.posts?',
      'page: "page"',
    ],
  ]
  for (const [schema, parameters, select, pages] of cases) {
    const { text } = fieldOf(schema, parameters)
    expect(text).toMatch(/first: Int = 20 after: String\): PostConnection /)
    expect(text).toContain(`select: "${select}" pages: { ${pages} }`)
  }
  const imported = importYaml(`paths:\n  /posts: ${path(wrapped, [pageable])}\n${POST}`)
  await using upstream = await startUpstream(({ url }): UpstreamAnswer => {
    const page = Number(new URL(url, 'http://api').searchParams.get('page'))
    const content = [{ id: `p${page}` }]
    return { json: { code: 200, message: 'OK', result: page < 2 ? { content, page, totalElements: 2 } : {} } }
  })
  await using gateway = await startTestGateway({ schema: imported.text, environment: { API_URL: upstream.url } })
  const { body } = await gateway.query('{ posts(first: 5) { totalCount nodes { id } } }')
  expect(body).toEqual({ data: { posts: { totalCount: 2, nodes: [{ id: 'p0' }, { id: 'p1' }] } } })
})

test('Arguments that a connection does not need stay, under names of their own', () => {
  const parameters = [query('page'), query('limit'), query('first', 'string'), query('before', 'string, format: date')]
  const { text } = fieldOf(POSTS, parameters)
  expect(text).toBe(
    'type Query { posts(first2: String before: Date first: Int = 20 after: String): PostConnection ' +
      '@http(GET: "/posts?first={$args.first2}&before={$args.before}" pages: { page: "page" size: "limit" }) }',
  )
})

test('A type counts its objects where each of its connections can, and has the names that they need', () => {
  const counted = beside('total: { type: integer }', 'total')
  const imported = importYaml(`
paths:
  /posts: ${path(POSTS, [query('page')])}
  /old: ${path(counted, [query('page')])}
  /users: ${path(counted.replace('Post', 'User'), [query('page')])}
  /page: ${path('$ref: "#/components/schemas/PostConnection"', [])}
${POST}
    PostConnection: { properties: { next: { $ref: "#/components/schemas/PostEdge" } } }
    PostEdge: { properties: { info: { $ref: "#/components/schemas/PageInfo" } } }
    PageInfo: { properties: { a: { type: string } } }`)
  expect(flat(definitionOf(imported, 'type Query'))).toBe(
    'type Query { posts(first: Int = 20 after: String): PostConnection @http(GET: "/posts" pages: { page: "page" }) ' +
      'old(first: Int = 20 after: String): PostConnection @http(GET: "/old" select: "data?" pages: { page: "page" }) ' +
      'users(first: Int = 20 after: String): UserConnection @http(GET: "/users" select: "data?" pages: { page: "page" total: "total" }) ' +
      'page: PostEdgeType @http(GET: "/page" select: "next?") }',
  )
  expect(definitionOf(imported, 'type PostEdgeType')).toContain('  info: PageInfoType')
  expect(problemsOf(imported.text)).toEqual([])
})

test('Connections give every object once, whatever leads to the next page', async () => {
  const item = 'type: array, items: { required: [id], properties: { id: { type: integer } } }'
  const answer = (beyond: string) => `required: [data, meta], properties: { data: { ${item} }, ${beyond} }`
  const meta = 'meta: { required: [total], properties: { total: { type: integer } } }'
  const links = `meta: { properties: {} }, links: { properties: { next: { ${NULLABLE} } } }`
  const bare = answer('page: { type: integer }')
  const documents: Partial<Record<Style, string>> = {
    page: path(bare, [query('page'), query('per_page', 'integer', 'maximum: 3')]),
    pageTotal: path(answer(meta), [query('page'), query('per_page', 'integer', 'maximum: 3')]),
    notFoundPage: path(bare, [query('page'), query('per_page')]),
    zeroPage: path(bare, [query('page', 'integer', 'minimum: 0'), query('per_page', 'integer', 'default: 4')]),
    offset: path(bare, [query('offset'), query('limit', 'integer', 'maximum: 3')]),
    offsetTotal: path(answer(meta), [query('offset'), query('limit', 'integer', 'maximum: 3')]),
    nextCursor: path(answer(links), [query('after', 'string'), query('limit', 'integer', 'maximum: 3')]),
    linkCursor: path(bare, [query('after', 'string'), query('limit', 'integer', 'maximum: 3')], LINK),
  }
  const styles = Object.keys(documents)
  const paths = styles.map(style => `  /${style}: ${documents[style as Style]}`).join('\n')
  const imported = importYaml(`paths:\n${paths}`)
  expect(problemsOf(imported.text)).toEqual([])
  const items: Item[] = Array.from({ length: 11 }, (_, id) => ({ id, group: 0 }))
  const serve = pagingHandler(
    () => items,
    () => ({ cap: 4, usual: 2 }),
  )
  await using upstream = await startUpstream(serve)
  await using gateway = await startTestGateway({ schema: imported.text, environment: { API_URL: upstream.url } })
  for (const style of styles) {
    const found: number[] = []
    let after: string | null = null
    do {
      const query: string = `query ($after: String) {
        page: ${style}(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
      }`
      const { body } = await gateway.query(query, { after })
      const { page } = (body as { data: { page: ConnectionPage } }).data
      found.push(...page.nodes.map(({ id }) => Number(id)))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    expect([style, found]).toEqual([style, items.map(({ id }) => id)])
  }
})

interface ConnectionPage {
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

test('The lists of many parents are whole, whatever fits on a page', async () => {
  const ids = (name: string) => query(name, 'array', 'items: { type: string }')
  const users = 'type: array, items: { $ref: "#/components/schemas/User" }'
  const imported = importYaml(`
paths:
  /users: ${path(users, [ids('id')])}
  /posts: ${path(beside('has_more: { type: boolean }', 'has_more'), [ids('userId'), query('starting_after', 'string'), query('limit', 'integer', 'maximum: 2')])}
${POST}`)
  expect(flat(definitionOf(imported, 'type User'))).toContain(
    'posts: [Post!] @http(GET: "/posts?userId={$batch.id}" by: "userId" select: "data?" ' +
      'pages: { cursor: "starting_after" item: "id" size: "limit" max: 2 hasMore: "has_more" })',
  )
  const posts = Array.from({ length: 5 }, (_, index) => ({ id: `p${index}`, userId: index === 1 ? 'a' : 'b' }))
  await using upstream = await startUpstream(({ url }): UpstreamAnswer => {
    const { pathname, searchParams } = new URL(url, 'http://api')
    if (pathname === '/users') return { json: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }
    const found = posts.filter(({ userId }) => searchParams.getAll('userId').includes(userId))
    const start = found.findIndex(({ id }) => id === searchParams.get('starting_after')) + 1
    const end = start + Number(searchParams.get('limit'))
    return { json: { data: found.slice(start, end), has_more: end < found.length } }
  })
  await using gateway = await startTestGateway({ schema: imported.text, environment: { API_URL: upstream.url } })
  const { body } = await gateway.query('{ users { id posts { id } } }')
  expect(body).toEqual({
    data: {
      users: [
        { id: 'a', posts: [{ id: 'p1' }] },
        { id: 'b', posts: [{ id: 'p0' }, { id: 'p2' }, { id: 'p3' }, { id: 'p4' }] },
        { id: 'c', posts: [] },
      ],
    },
  })
  expect(upstream.requests).toHaveLength(4)
})
