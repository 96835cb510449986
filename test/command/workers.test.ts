import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { readOpenMetrics } from '../support/open-metrics.ts'
import { startSilentDatabase } from '../support/silent-database.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startHeldDemo } from './held-demo.ts'
import { runSluice, type Sluice, startSluice } from './sluice.ts'

const POST = '{ post(id: 1) { id author { name } } }'
const ANSWER = '{"data":{"post":{"id":"1","author":{"name":"Amara"}}}}'

/** Each request on a connection of its own: workers are given connections, one after the other. */
async function ask(url: string, path: string): Promise<string> {
  const response = await fetch(`${url}${path}`, { headers: { connection: 'close' } })
  return response.text()
}

const query = (url: string, text: string) => ask(url, `/graphql?query=${encodeURIComponent(text)}`)

const serving = (sluice: Sluice, count: number) =>
  sluice.logged(new RegExp(`(?:"pid":\\d+,"msg":"a worker serves".*){${count}}`, 's'))

async function workersOf({ pid }: Sluice): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.split(' ').filter(Boolean).map(Number)
}

const startTwo = () => startHeldDemo(['--log-level', 'info'], { SLUICE_WORKERS: '2' })

test('Two workers answer at one port, and both end with what they have under way', async () => {
  await using two = await startTwo()
  const { sluice, url, upstream, release } = two
  expect(await workersOf(sluice)).toHaveLength(2)
  expect(await ask(url, '/ready')).toBe('{"state":"ready","sources":{"db":"ok"},"workers":{"wanted":2,"ready":2}}\n')
  // One process would ask the upstream once for what two clients want at the same time.
  const answers = Promise.all([query(url, POST), query(url, POST)])
  await upstream.received(2)
  sluice.kill('SIGTERM')
  await sluice.said(/^Draining/m)
  release()
  expect(await answers).toEqual([ANSWER, ANSWER])
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null })
})

test('A worker that is killed is followed by another one, while the others answer', async () => {
  await using two = await startTwo()
  const { sluice, url, release } = two
  release()
  const [first = 0] = await workersOf(sluice)
  process.kill(first, 'SIGKILL')
  await sluice.logged(new RegExp(`"pid":${first},"code":null,"signal":"SIGKILL","wait":100,"msg":"a worker has ended`))
  expect(await query(url, POST)).toBe(ANSWER)
  await serving(sluice, 3)
  expect(await ask(url, '/ready')).toContain('"workers":{"wanted":2,"ready":2}')
  expect(await Promise.all([query(url, POST), query(url, POST)])).toEqual([ANSWER, ANSWER])
  expect(await workersOf(sluice)).not.toContain(first)
  // The next one that ends young is waited for longer.
  const second = (await workersOf(sluice)).at(-1) ?? 0
  process.kill(second, 'SIGKILL')
  await sluice.logged(new RegExp(`"pid":${second},"code":null,"signal":"SIGKILL","wait":200`))
})

test('Of workers that are killed while clients come no connection stays open', async () => {
  await using two = await startTwo()
  const { sluice, url } = two
  let isOver = false
  let [answered, broken] = [0, 0]
  const askOn = async () => {
    while (!isOver) {
      const text = await ask(url, '/health').catch(() => undefined)
      if (text === undefined) broken += 1
      else answered += 1
    }
  }
  const clients = Array.from({ length: 16 }, askOn)
  for (const workers of [3, 4]) {
    const before = answered
    await expect.poll(() => answered, { timeout: 20_000 }).toBeGreaterThan(before + 100)
    process.kill((await workersOf(sluice))[0] ?? 0, 'SIGKILL')
    await serving(sluice, workers)
  }
  isOver = true
  // One that nobody answers and nobody closes would not end.
  await Promise.all(clients)
  expect(broken).toBeGreaterThan(0)
})

/** Two workers to be, of which the first is starting: its database says nothing for a while. */
async function startStarting() {
  await using opening = new AsyncDisposableStack()
  const directory = opening.use(await createTempDirectory())
  const database = opening.use(await startSilentDatabase())
  const file = join(directory.path, 'schema.graphql')
  await writeFile(file, database.schema)
  const sluice = opening.use(startSluice(['start', file, '--port', '0', '--workers', '2', '--log-level', 'info']))
  await database.asked
  const resources = opening.move()
  return { sluice, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

test('A SIGHUP that comes while workers start ends none of them, and is done once they serve', async () => {
  await using starting = await startStarting()
  const { sluice } = starting
  sluice.kill('SIGHUP')
  await sluice.logged(/"msg":"the schema has been reloaded"/)
  await serving(sluice, 2)
})

test('A first worker that is killed before it serves is told', async () => {
  await using starting = await startStarting()
  const { sluice } = starting
  const [first = 0] = await workersOf(sluice)
  process.kill(first, 'SIGKILL')
  const err = 'The first worker has ended before it served: SIGKILL.\n'
  expect(await sluice.ending).toEqual({ code: 1, signal: null, out: '', err })
})

test('Where the system has no room for another worker the others go on, and it follows later', async () => {
  await using two = await startTwo()
  const { sluice, url } = two
  await serving(sluice, 2)
  const { length } = await readdir(`/proc/${sluice.pid}/fd`)
  const mayOpen = (count: string) => promisify(execFile)('prlimit', ['--pid', String(sluice.pid), `--nofile=${count}:`])
  await mayOpen(String(length))
  const [first = 0] = await workersOf(sluice)
  process.kill(first, 'SIGKILL')
  await sluice.logged(/"code":"EMFILE".*"msg":"a worker can not be started"/)
  await mayOpen('1024')
  await serving(sluice, 3)
  expect(await ask(url, '/ready')).toContain('"workers":{"wanted":2,"ready":2}')
})

test('Where the process that started them is killed, no worker is left', async () => {
  await using two = await startTwo()
  two.sluice.kill('SIGKILL')
  // The workers share its output, which ends with the last of them.
  expect(await two.sluice.ending).toMatchObject({ code: null, signal: 'SIGKILL' })
  await expect(ask(two.url, '/health')).rejects.toThrow('fetch failed')
})

test('A schema that can not be served is told once', async () => {
  const { code, out, err } = await runSluice(['start', 'no-such-file.graphql', '--port', '0', '--workers', 'auto'])
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err.match(/no-such-file\.graphql/g)).toHaveLength(1)
})

test.each(['0', '1.5', 'many', '257'])('--workers takes no %s', async value => {
  const { code, err } = await runSluice(['start', '--workers', value])
  expect({ code, err }).toEqual({
    code: 1,
    err: `--workers takes a number of processes from 1 to 256, or auto, not "${value}".\n`,
  })
})

test('The metrics of all workers are one answer, and those of one that has ended go on to count', async () => {
  const port = await freePort()
  await using two = await startHeldDemo(['--log-level', 'info', '--metrics-port', String(port)], {
    SLUICE_WORKERS: '2',
  })
  const { sluice, url, release } = two
  release()
  for (let n = 0; n < 4; n++) expect(await query(url, POST)).toBe(ANSWER)
  const counted = async () => {
    const samples = readOpenMetrics(await ask(`http://127.0.0.1:${port}`, '/metrics'))
    const of = (name: string) => samples.filter(each => each.name === name).reduce((sum, { value }) => sum + value, 0)
    return [of('sluice_operations_total'), of('sluice_generations_total')]
  }
  expect(await counted()).toEqual([4, 2])
  const [first = 0] = await workersOf(sluice)
  process.kill(first, 'SIGKILL')
  await serving(sluice, 3)
  expect(await query(url, POST)).toBe(ANSWER)
  expect(await counted()).toEqual([5, 3])
})
