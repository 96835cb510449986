import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { queryObjects } from 'node:v8'
import { GraphQLSchema } from 'graphql'
import { expect, test } from 'vitest'
import { type GatewayOptions, startGateway } from '../../src/index.ts'
import { createBarrier } from '../support/barrier.ts'
import { startSilentDatabase } from '../support/silent-database.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

const schema = (field: string) => `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
type Query {
  ${field}: String @http(GET: "/value", select: "text")
}
`

async function startReloaded(field: string, answer: Parameters<typeof startUpstream>[0], options: GatewayOptions = {}) {
  await using opening = new AsyncDisposableStack()
  const directory = opening.use(await createTempDirectory())
  const upstream = opening.use(await startUpstream(answer))
  const schemaPath = join(directory.path, 'schema.graphql')
  const write = (name: string) => writeFile(schemaPath, schema(name))
  await write(field)
  const lines: string[] = []
  const environment = { API_URL: upstream.url }
  const log = (line: string) => void lines.push(line)
  const gateway = opening.use(await startGateway({ ...options, schemaPath, port: 0, environment, log }))
  const ask = async (query: string) => {
    const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`)
    return `${response.status} ${await response.text()}`
  }
  const resources = opening.move()
  const dispose = () => resources.disposeAsync()
  return { gateway, upstream, schemaPath, write, ask, lines, [Symbol.asyncDispose]: dispose }
}

test('A reload serves the schema as it is now, and a request under way ends with what it began with', async () => {
  const barrier = createBarrier()
  const answer = async () => {
    await barrier.arrive()
    return { json: { text: 'x' } }
  }
  await using served = await startReloaded('former', answer)
  const { gateway, upstream, write, ask } = served
  const under = ask('{ former }')
  await upstream.received(1)
  await write('next')
  await gateway.reload()
  const after = ask('{ next }')
  await upstream.received(2)
  expect(await ask('{ former }')).toContain('Cannot query field')
  barrier.release()
  expect([await under, await after]).toEqual(['200 {"data":{"former":"x"}}', '200 {"data":{"next":"x"}}'])
})

test('A reload takes another environment', async () => {
  await using served = await startReloaded('value', () => ({ json: { text: 'first' } }))
  await using second = await startUpstream(() => ({ json: { text: 'second' } }))
  const { gateway, ask } = served
  await gateway.reload({ API_URL: second.url })
  expect(await ask('{ value }')).toBe('200 {"data":{"value":"second"}}')
  // Unless it is given one again, it is that of the start.
  await gateway.reload()
  expect(await ask('{ value }')).toBe('200 {"data":{"value":"first"}}')
})

test.each([true, false])(
  'A schema with a mistake is refused, the former one goes on, and /ready tells it until it is mended (trace: %s)',
  async trace => {
    await using served = await startReloaded('value', () => ({ json: { text: 'x' } }), { trace })
    const { gateway, schemaPath, write, ask } = served
    const why = `${schemaPath}:3:31 error Query.value: there is no source "ap". Did you mean "api"?`
    const refused = trace ? why : 'The schema as it is now can not be served, and a former one is. The log says why.'
    await writeFile(schemaPath, schema('value').replace('GET: "/value"', 'source: "ap", GET: "/value"'))
    await expect(gateway.reload()).rejects.toThrow('there is no source "ap"')
    expect(await ask('{ value }')).toBe('200 {"data":{"value":"x"}}')
    const ready = await fetch(`${gateway.url}/ready`)
    expect([ready.status, await ready.json()]).toEqual([200, { state: 'ready', sources: {}, refused }])
    expect(gateway.readiness.refused).toBe(why)
    await write('value')
    await gateway.reload()
    expect(await (await fetch(`${gateway.url}/ready`)).json()).toEqual({ state: 'ready', sources: {}, reloads: 1 })
  },
)

test('A hundred reloads under load fail no request, and leave neither a connection nor a schema behind', async () => {
  await using served = await startReloaded('value', () => ({ json: { text: 'x' } }))
  const { gateway, upstream, ask } = served
  let reloading = true
  const answers = new Map<string, number>()
  const client = async () => {
    while (reloading) {
      const answer = await ask('{ value }')
      answers.set(answer, (answers.get(answer) ?? 0) + 1)
    }
  }
  const clients = Array.from({ length: 8 }, client)
  const before = queryObjects(GraphQLSchema, { format: 'count' })
  for (let count = 0; count < 100; count++) await gateway.reload()
  reloading = false
  await Promise.all(clients)
  expect([...answers.keys()]).toEqual(['200 {"data":{"value":"x"}}'])
  // What a generation has had is closed before its reload counts as done, or with its last request.
  await expect.poll(() => upstream.connections()).toBeLessThanOrEqual(8)
  expect(queryObjects(GraphQLSchema, { format: 'count' })).toBeLessThanOrEqual(before + 1)
})

test('Of reloads at once the last one is served', async () => {
  await using served = await startReloaded('value', () => ({ json: { text: 'first' } }))
  await using second = await startUpstream(() => ({ json: { text: 'second' } }))
  await using third = await startUpstream(() => ({ json: { text: 'third' } }))
  const { gateway, ask } = served
  await Promise.all([second, third].map(({ url }) => gateway.reload({ API_URL: url })))
  expect(await ask('{ value }')).toBe('200 {"data":{"value":"third"}}')
})

test('A request whose body is still coming ends with what it began with, however long that takes', async () => {
  const stuck = createBarrier()
  const answer = async () => {
    await stuck.arrive()
    return { json: { text: 'x' } }
  }
  await using served = await startReloaded('value', () => ({ json: { text: 'x' } }), { requestTimeout: 100 })
  await using never = await startUpstream(answer)
  const { gateway, ask } = served
  const body = JSON.stringify({ query: '{ value }' })
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  const slow = request(`${gateway.url}/graphql`, { method: 'POST', headers })
  slow.write(body.slice(0, 1))
  // Its connection is read before those that are opened now.
  await ask('{ value }')
  await gateway.reload({ API_URL: never.url })
  // Each is given up after the whole time of a request.
  for (let count = 0; count < 3; count++) expect(await ask('{ value }')).toContain('"reason":"deadline"')
  slow.end(body.slice(1))
  const [response] = await once(slow, 'response')
  expect(await text(response)).toBe('{"data":{"value":"x"}}')
  stuck.release()
})

test('Reloads that wait are one, with the environment of the last', async () => {
  await using served = await startReloaded('value', () => ({ json: { text: 'first' } }))
  await using silent = await startSilentDatabase()
  await using last = await startUpstream(() => ({ json: { text: 'last' } }))
  const { gateway, schemaPath, write, ask } = served
  await writeFile(schemaPath, silent.schema)
  const first = gateway.reload()
  await silent.asked
  const rest = Array.from({ length: 50 }, () => gateway.reload({ API_URL: 'http://127.0.0.1:1' }))
  rest.push(gateway.reload({ API_URL: last.url }))
  await write('value')
  await Promise.all([first, ...rest])
  expect(silent.connections()).toBe(1)
  expect(await ask('{ value }')).toBe('200 {"data":{"value":"last"}}')
})

test('A gateway that is closed during a reload takes no more requests, and serves no other schema', async () => {
  const silent = await startSilentDatabase()
  const served = await startReloaded('value', () => ({ json: { text: 'x' } }))
  const { gateway, schemaPath, ask } = served
  await writeFile(schemaPath, silent.schema)
  const reloads = Promise.allSettled([gateway.reload()])
  await silent.asked
  const waiting = Promise.allSettled([gateway.reload()])
  const closed = gateway[Symbol.asyncDispose]()
  expect(gateway.readiness.state).toBe('draining')
  await expect(ask('{ value }')).rejects.toThrow('fetch failed')
  const told = 'The gateway is being closed, and serves no other schema.'
  for (const [result] of await Promise.all([reloads, waiting]))
    expect(result).toMatchObject({ status: 'rejected', reason: { message: told } })
  await closed
  await expect(gateway.reload()).rejects.toThrow(told)
  await served[Symbol.asyncDispose]()
  await silent[Symbol.asyncDispose]()
})
