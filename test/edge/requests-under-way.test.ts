import { describe, expect, test } from 'vitest'
import { createBarrier } from '../support/barrier.ts'
import { startTestGateway } from '../support/gateway.ts'
import { readOpenMetrics } from '../support/open-metrics.ts'
import { startUpstream } from '../support/upstream.ts'
import { post } from './ask.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}" })
  type Query { item(id: ID!): Int @http(GET: "/items/{$args.id}") }
`
const item = (id: number) => JSON.stringify({ query: `{ item(id: ${id}) }` })
const MANY = 'The gateway has as many requests under way as it takes. Try again in a moment.'

describe.each([true, false])('With the direct lane %j', directLane => {
  test('More requests than may be under way are 503 before they are read, counted, and taken again once there is room', async () => {
    const barrier = createBarrier()
    await using upstream = await startUpstream(async () => {
      await barrier.arrive()
      return { json: 7 }
    })
    await using gateway = await startTestGateway({
      schema: SCHEMA,
      environment: { API: upstream.url },
      config: { directLane, maxRequests: 2, metricsPort: 0 },
    })
    const metric = async (name: string, labels = {}) => {
      const samples = readOpenMetrics(await (await fetch(gateway.metricsUrl ?? '')).text())
      return samples.find(
        each => each.name === name && Object.entries(labels).every(([key, of]) => each.labels[key] === of),
      )?.value
    }
    const underWay = [post(gateway, item(1)), post(gateway, item(2))]
    await upstream.received(2)
    expect(await metric('http_server_active_requests')).toBe(2)
    const refused = await gateway.query('{ item(id: 3) }')
    expect([refused.status, refused.headers.get('retry-after'), refused.body]).toEqual([
      503,
      '1',
      { errors: [{ message: MANY, extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    ])
    // What is no GraphQL goes on, and a schema that is served anew begins with those of the former one.
    expect((await fetch(`${gateway.url}/health`)).status).toBe(200)
    await gateway.reload()
    expect((await gateway.query('{ item(id: 3) }')).status).toBe(503)
    expect(upstream.requests).toHaveLength(2)
    expect(await metric('sluice_limits_hit_total', { limit: 'requests' })).toBe(2)
    barrier.release()
    const data = { status: 200, body: '{"data":{"item":7}}' }
    expect(await Promise.all(underWay)).toEqual([data, data])
    expect(await post(gateway, item(3))).toEqual(data)
    expect(await metric('http_server_active_requests')).toBe(0)
  })
})
