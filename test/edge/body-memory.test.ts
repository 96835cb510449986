import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSluice } from '../command/sluice.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

// In megabytes: a small heap stands for the usual one and more clients.
const HEAP = 256
const CLIENTS = 40
const LENGTH = 1_000_000

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query { calm: String @http(GET: "/calm") }
`

const SHAPES: Readonly<Record<string, string>> = {
  lists: `[${'[],'.repeat(LENGTH / 3)}1]`,
  deep: `[${`${'['.repeat(5_000)}${']'.repeat(5_000)},`.repeat(LENGTH / 10_001)}1]`,
  indexes: `[${'{"99":1},'.repeat(LENGTH / 9)}1]`,
}

const BUSY = /The gateway holds as much of requests as it can\./
const NOT_RUN =
  /The variables have more than 50000 values|The \\"variables\\" of the request are more than 200 levels deep/

test('Bodies of whatever JSON end no process, however much memory it takes, and others are served', {
  timeout: 300_000,
}, async () => {
  await using upstream = await startUpstream(() => ({ json: 'calm' }))
  await using directory = await createTempDirectory()
  const path = join(directory.path, 'schema.graphql')
  await writeFile(path, SCHEMA)
  await using sluice = startSluice(['start', path, '--port', '0'], {
    nodeOptions: [`--max-old-space-size=${HEAP}`],
    environment: { API_URL: upstream.url },
  })
  const url = await sluice.said(/at (http:\S+\/graphql)/)
  const post = async (body: string) => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return { status: response.status, text: await response.text() }
  }
  /** Whether a body was read to its end. */
  const read = new Set<boolean>()
  for (const [name, shape] of Object.entries(SHAPES)) {
    const body = `{"query":"{ calm }","variables":{"x":${shape}}}`
    const hostile = Array.from({ length: CLIENTS }, () => post(body))
    expect([name, await post('{"query":"{ calm }"}')]).toEqual([
      name,
      { status: 200, text: '{"data":{"calm":"calm"}}' },
    ])
    for (const { status, text } of await Promise.all(hostile)) {
      read.add(status !== 503)
      expect([name, text]).toEqual([name, expect.stringMatching(status === 503 ? BUSY : NOT_RUN)])
    }
  }
  expect(read).toEqual(new Set([true, false]))
  // What has been answered takes no room.
  const { text } = await post(`{"query":"{ calm }","variables":{"x":${SHAPES.lists}}}`)
  expect(text).toMatch(NOT_RUN)
})
