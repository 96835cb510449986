import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream(() => ({ status: 500, body: 'x'.repeat(1_000) }))
})
afterAll(() => upstream?.[Symbol.asyncDispose]())

const SCHEMA =
  () => `extend schema @source(name: "api", http: { baseURL: "${upstream.url}", circuitFailures: 0, retries: 0 })
  type Query { a(n: Int): Int @http(GET: "/a?n={$args.n}") }`

/** Starts the gateway with standard error somewhere; its URL is read from standard output. */
async function start(directory: string, stderr: 'pipe' | number) {
  const path = join(directory, 'schema.graphql')
  await writeFile(path, SCHEMA())
  const stdio: StdioOptions = ['ignore', 'pipe', stderr]
  const child = spawn(process.execPath, ['src/cli.ts', 'start', path, '--port', '0'], { stdio })
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string]
  return { child, url: line.replace(/^.* at /, '') }
}

async function ask(url: string, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return await response.json()
}

async function end(child: ChildProcess): Promise<unknown> {
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  return await exited
}

const failing = (count: number) => `{ ${Array.from({ length: count }, (_, n) => `a${n}: a(n: ${n})`).join(' ')} }`

for (const [name, open] of [
  ['on a full disk', () => openSync('/dev/full', 'w')],
  ['that nobody reads', () => 'pipe' as const],
  ['that its reader has closed', () => 'pipe' as const],
] as const)
  test(`A gateway whose log is ${name} answers on, and ends when it is told to`, { timeout: 120_000 }, async () => {
    await using directory = await createTempDirectory()
    const stderr = open()
    const { child, url } = await start(directory.path, stderr)
    try {
      if (typeof stderr === 'number') closeSync(stderr)
      if (name.includes('closed')) child.stderr?.destroy()
      for (let round = 0; round < 3; round++) {
        const answer = (await ask(url, failing(300))) as { errors: object[] }
        expect(answer.errors).toHaveLength(300)
      }
      // More than pipes and sockets hold, of lines that are all written.
      for (let round = 0; round < 25; round++) await ask(url, failing(20))
      expect(await ask(url, '{ __typename }')).toEqual({ data: { __typename: 'Query' } })
      expect(await end(child)).toEqual([0, null])
    } finally {
      child.kill('SIGKILL')
    }
  })

test('The log of one request is some lines at most, without stacks', { timeout: 120_000 }, async () => {
  await using directory = await createTempDirectory()
  const { child, url } = await start(directory.path, 'pipe')
  const lines: Record<string, unknown>[] = []
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', line => lines.push(JSON.parse(line)))
  await ask(url, failing(300))
  expect(await end(child)).toEqual([0, null])
  expect(lines).toHaveLength(21)
  expect(lines.at(-1)).toMatchObject({ more: 280, msg: 'more fields of the request failed' })
  expect(JSON.stringify(lines)).not.toMatch(/\n {4}at |"data"/)
})
