import { expect, test } from 'vitest'
import { bodiesOf } from '../../bench/wire/bodies.ts'
import type { Contender } from '../../bench/wire/contenders.ts'
import type { Workload } from '../../bench/wire/workloads.ts'
import { startUpstream } from '../support/upstream.ts'

const WORKLOAD: Workload = {
  name: 'p4',
  title: 'a page',
  schema: 'shop',
  upstream: 'postgres',
  shape: { kind: 'closed', connections: 1 },
  delay: 0,
  operations: [
    { query: '{ a }', timed: true },
    { query: '{ b }', variables: { until: 9 }, placedBy: { until: 5 }, timed: true },
  ],
}
const CONTENDER: Contender = { name: 'one', title: 'One', sharing: 'unshared', packages: [], command: () => [] }

async function bodies(contender: Contender, end: (variables: unknown) => unknown) {
  await using server = await startUpstream(({ body }) => {
    return { json: { data: { orders: { pageInfo: { endCursor: end(JSON.parse(body).variables) } } } } }
  })
  const running = { contender, url: `${server.url}/graphql` }
  return (await bodiesOf(WORKLOAD, running)).map(({ text }) => JSON.parse(text))
}

test('A server is asked from the place that its own cursor says', async () => {
  expect(await bodies(CONTENDER, variables => `at ${JSON.stringify(variables)}`)).toEqual([
    { query: '{ a }' },
    { query: '{ b }', variables: { until: 9, after: 'at {"until":5}' } },
  ])
  await expect(bodies(CONTENDER, () => null)).rejects.toThrow('no page ends in {"data":')
})

test('A server with a schema of its own is asked in its words', async () => {
  const own = { ...CONTENDER, queries: { p4: { query: '{ mine }' } } }
  expect(await bodies(own, () => 'x')).toEqual([
    { query: '{ mine }' },
    { query: '{ mine }', variables: { until: 9, after: 'x' } },
  ])
})
