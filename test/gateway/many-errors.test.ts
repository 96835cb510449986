import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { GraphQLFormattedError } from 'graphql'
import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

test.for([
  { groups: [500, 500], last: undefined },
  { groups: [500, 501], last: '1 more field failed; its error is left out.' },
  { groups: [501, 501, 1], last: '3 more fields failed; their errors are left out.' },
])('Of $groups bad items every one is null, and the first 1,000 have their errors', async ({ groups, last }) => {
  const json = groups.map(count => ({ items: Array(count).fill({}) }))
  await using upstream = await startUpstream({ 'GET /groups': { json } })
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })
      type Query { groups: [Group!] @http(GET: "/groups") }
      type Group { items: [Item] }
      type Item { name: String! }`,
  })
  const { data, errors } = JSON.parse((await gateway.query('{ groups { items { name } } }')).text)
  expect(data).toEqual({ groups: groups.map(count => ({ items: Array(count).fill(null) })) })
  const paths = groups.flatMap((count, at) =>
    Array.from({ length: count }, (_, item) => ['groups', at, 'items', item, 'name']),
  )
  const told = errors.map(({ path, message }: GraphQLFormattedError) => path ?? message)
  expect(told).toEqual([...paths.slice(0, 1_000), ...(last ? [last] : [])])
})

const ITEMS = 400_000
// In megabytes: a small heap stands for the larger answers that the usual one has room for.
const HEAP = 512

test('A gateway outlives an answer in which every item is bad, and tells the first errors', {
  timeout: 60_000,
}, async () => {
  await using upstream = await startUpstream({ 'GET /items': { body: `[${Array(ITEMS).fill('{}')}]` } })
  await using directory = await createTempDirectory()
  const path = join(directory.path, 'schema.graphql')
  await writeFile(
    path,
    `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })
     type Query { items: [Item] @http(GET: "/items")  things: [Thing] @http(GET: "/items") }
     type Item { id: ID  name: String!  kids: [Item] @http(GET: "/kids?of={$batch.ref}", by: "of") }
     interface Thing { id: ID }
     type Stone implements Thing { id: ID }`,
  )
  const node = [`--max-old-space-size=${HEAP}`, 'src/cli.ts']
  const child = spawn(process.execPath, [...node, 'start', path, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const url = await urlOf(child)
    for (const query of ['{ items { name } }', '{ items { kids { id } } }', '{ things { id } }']) {
      const { data, errors } = await ask(url, query)
      const [items] = Object.values(data)
      expect([query, items?.length, errors.length]).toEqual([query, ITEMS, 1_001])
      expect(errors.at(-1)).toEqual({
        message: '399,000 more fields failed; their errors are left out.',
        extensions: { code: 'OPERATION_LIMIT_EXCEEDED' },
      })
    }
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill()
      await once(child, 'exit')
    }
  }
})

interface Answer {
  readonly data: Readonly<Record<string, readonly unknown[]>>
  readonly errors: readonly unknown[]
}

async function ask(url: string, query: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return (await response.json()) as Answer
}

async function urlOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const url = /http:\S+\/graphql/.exec(line)?.[0]
    if (url) return url
  }
  throw new Error('the gateway did not start')
}
