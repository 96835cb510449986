import { expect, test } from 'vitest'
import { createBarrier } from '../../../support/barrier.ts'
import { startTestGateway } from '../../../support/gateway.ts'
import { startUpstream, type UpstreamAnswer } from '../../../support/upstream.ts'

const SIZE = 2
const TOTAL = 19

/** An API that answers its pages by number, or by offset, as `answer` makes them. */
async function readItems(pages: string, answer: (start: number) => UpstreamAnswer | Promise<UpstreamAnswer>) {
  let open = 0
  let most = 0
  await using upstream = await startUpstream(async ({ url }) => {
    most = Math.max(most, ++open)
    const { searchParams } = new URL(url, 'http://api')
    const offset = searchParams.get('offset')
    try {
      return await answer(offset === null ? (Number(searchParams.get('page')) - 1) * SIZE : Number(offset))
    } finally {
      open--
    }
  })
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })
type Query {
  items: [Int!] @http(GET: "/items", select: "items", pages: { ${pages}, max: ${SIZE}, total: "total" })
}`,
  })
  const { text } = await gateway.query('{ items }')
  return { ...JSON.parse(text), calls: upstream.requests.map(({ url }) => url), most }
}

const itemsFrom = (start: number, length = SIZE) =>
  Array.from({ length: Math.max(Math.min(length, TOTAL - start), 0) }, (_, index) => start + index)
const ALL = itemsFrom(0, TOTAL)

for (const pages of ['page: "page", size: "size"', 'offset: "offset", size: "size"'])
  test(`Where the total is known, four pages are asked for at once, each one time: ${pages}`, async () => {
    // The pages behind the first one wait for each other.
    const barrier = createBarrier(4)
    const { data, calls, most } = await readItems(pages, async start => {
      if (start > 0) await barrier.arrive()
      return { json: { items: itemsFrom(start), total: TOTAL } }
    })
    expect(data).toEqual({ items: ALL })
    expect(calls.length).toBe(Math.ceil(TOTAL / SIZE))
    expect(new Set(calls).size).toBe(calls.length)
    expect(most).toBe(4)
  })

test('A page that is shorter than the others shifts the ones behind it, and no item is lost', async () => {
  const { data } = await readItems('offset: "offset", size: "size"', start => ({
    json: { items: itemsFrom(start, start === 6 ? 1 : SIZE), total: TOTAL },
  }))
  expect(data).toEqual({ items: ALL })
})

test('A page that fails fails the list, whatever else is on its way', async () => {
  const { data, errors } = await readItems('page: "page", size: "size"', start =>
    start === 4 ? { status: 400, json: 'bad' } : { json: { items: itemsFrom(start), total: TOTAL } },
  )
  expect(data).toEqual({ items: null })
  expect(errors).toEqual([expect.objectContaining({ path: ['items'] })])
})

for (const pages of ['page: "page"', 'offset: "offset"'])
  test(`No page is asked for behind the last one that a list may have, also where pages were in vain: ${pages}`, async () => {
    // Every second page is shorter than it should be, so that guesses go wrong.
    const answer = (start: number) => ({
      json: { items: itemsFrom(start, (start / SIZE) % 2 === 1 ? 1 : SIZE), total: 1_000 },
    })
    const { data, errors, calls } = await readItems(`${pages}, size: "size", maxPages: 6`, answer)
    expect({ data, message: errors[0].message, calls: calls.length }).toEqual({
      data: { items: null },
      message: 'The list is longer than its maxPages of 6.',
      calls: 6,
    })
  })
