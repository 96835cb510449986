import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'
import { DEMO_SCHEMA, startHeldDemo, USERS, urlOf } from './held-demo.ts'
import { runSluice, startSluice } from './sluice.ts'

const HELD_ANSWER = { connection: 'close', text: '{"data":{"post":{"id":"1","author":{"name":"Amara"}}}}' }

async function ask(url: string, query: string): Promise<string> {
  const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`)
  return response.text()
}

/** Whether a new connection is taken. */
function isListening(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  return new Promise(resolve => {
    const socket = connect(Number(port), hostname, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** The held demo, and a request under way. */
async function startHeld() {
  await using opening = new AsyncDisposableStack()
  const { sluice, url, upstream, release } = opening.use(await startHeldDemo())
  // Both sources are at work before the end: a process with a statement, a pool with a connection.
  await ask(url, '{ users { id } }')
  const answer = fetch(`${url}/graphql?query={post(id:1){id,author{name}}}`).then(async response => ({
    connection: response.headers.get('connection'),
    text: await response.text(),
  }))
  await upstream.received(1)
  const resources = opening.move()
  return { sluice, url, answer, release, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends the demo, and nothing is left of it', async signal => {
  await using sluice = startSluice(['start', '--demo', '--port', '0'])
  const url = await urlOf(sluice)
  const api = await sluice.said(/api +http +(\S+)/)
  expect(await ask(url, '{ posts(limit: 1) { id author { id } } }')).toBe(
    '{"data":{"posts":[{"id":"1","author":{"id":"1"}}]}}',
  )
  sluice.kill(signal)
  const { code, signal: by, out, err } = await sluice.ending
  expect({ code, by, err }).toEqual({ code: 0, by: null, err: '' })
  expect(out).toMatch(/\nDraining: requests under way are answered, new ones are refused\.\n$/)
  expect([await isListening(url), await isListening(api)]).toEqual([false, false])
})

test('While it drains, the request under way is answered and new connections are refused', async () => {
  await using held = await startHeld()
  const { sluice, url, answer } = held
  // A request that has begun: its connection outlives the end of listening.
  const begun = connect(Number(new URL(url).port), '127.0.0.1')
  await once(begun, 'connect')
  begun.write('GET /ready HTTP/1.1\r\n')
  // The gateway has read that once it has answered a later connection.
  await fetch(`${url}/health`)
  sluice.kill('SIGTERM')
  await sluice.said(/^Draining/m)
  await expect.poll(() => isListening(url)).toBe(false)
  begun.write('host: localhost\r\n\r\n')
  const ready = await text(begun)
  expect(ready.split('\r\n')[0]).toBe('HTTP/1.1 503 Service Unavailable')
  expect(ready).toMatch(/^connection: close\r$/im)
  expect(ready.split('\r\n\r\n')[1]).toBe('{"state":"draining","sources":{"db":"ok"}}\n')
  held.release()
  expect(await answer).toEqual(HELD_ANSWER)
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null, err: '' })
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s drains it also where nobody reads its output any more', async signal => {
  await using held = await startHeld()
  const { sluice, url, answer } = held
  sluice.closeOutput()
  sluice.kill(signal)
  await expect.poll(() => isListening(url)).toBe(false)
  held.release()
  expect(await answer).toEqual(HELD_ANSWER)
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null, err: '' })
})

test('No signal opens the inspector of Node, which would show its secrets to all who are on the machine', async () => {
  await using held = await startHeld()
  held.sluice.kill('SIGUSR1')
  held.release()
  expect(await held.answer).toMatchObject({ text: HELD_ANSWER.text })
  for (let asked = 0; asked < 10; asked++) await ask(held.url, '{ users { id } }')
  held.sluice.kill('SIGTERM')
  expect(await held.sluice.ending).toMatchObject({ code: 0, signal: null, err: '' })
})

test('A second signal ends it at once', async () => {
  await using held = await startHeld()
  const { sluice, answer } = held
  const failed = expect(answer).rejects.toThrow('fetch failed')
  sluice.kill('SIGTERM')
  await sluice.said(/^Draining/m)
  // Again and again, as a signal that comes right behind the first is taken for its echo.
  const again = setInterval(() => sluice.kill('SIGINT'), 50)
  const { code, signal } = await sluice.ending
  clearInterval(again)
  expect([code, signal]).toEqual([null, 'SIGINT'])
  await failed
})

test('The echo of a Ctrl-C, which npm sends, is no second signal', async () => {
  await using held = await startHeld()
  const { sluice, answer } = held
  sluice.kill('SIGINT')
  sluice.kill('SIGINT')
  await sluice.said(/^Draining/m)
  sluice.kill('SIGINT')
  held.release()
  expect(await answer).toEqual(HELD_ANSWER)
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null, err: '' })
})

test('A request that never ends is cut off once the budget of a request is spent', async () => {
  await using upstream = await startUpstream(() => ({ fault: 'hang' }))
  await using database = await createSqliteDatabase(USERS)
  const environment = { POSTS_URL: upstream.url, DATABASE_URL: database.url, SLUICE_PORT: '0' }
  await using sluice = startSluice(['start', DEMO_SCHEMA, '--request-timeout', '1ms'], { environment })
  const url = await urlOf(sluice)
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
  )
  await fetch(`${url}/health`)
  const closed = once(socket, 'close')
  sluice.kill('SIGTERM')
  await closed
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null })
})

test('Sources that are down do not keep it from starting', async () => {
  await using upstream = await startUpstream({})
  await upstream.stop()
  const port = new URL(upstream.url).port
  const environment = {
    POSTS_URL: upstream.url,
    DATABASE_URL: `mysql://root:secret@127.0.0.1:${port}/x`,
    SLUICE_PORT: '0',
  }
  await using sluice = startSluice(['start', DEMO_SCHEMA], { environment })
  const url = await urlOf(sluice)
  expect(await sluice.said(/db +sql +(.*)$/m)).toBe(
    `mysql://127.0.0.1:${port}/x  can not be reached yet: nothing listens at its address; its fields answer errors until it can`,
  )
  const answer = JSON.parse(await ask(url, '{ users { id } post(id: 1) { id } }'))
  expect(answer).toMatchObject({
    data: { users: null, post: null },
    errors: [
      { path: ['users'], extensions: { source: 'db', reason: 'db_lost' } },
      { path: ['post'], extensions: { source: 'api', reason: 'connect' } },
    ],
  })
  const ready = await fetch(`${url}/ready`)
  expect([ready.status, await ready.json()]).toEqual([200, { state: 'ready', sources: { db: 'unbound' } }])
  sluice.kill('SIGTERM')
  const { code, err } = await sluice.ending
  expect([code, err.includes('secret')]).toEqual([0, false])
})

test('A schema that does not fit its database keeps it from starting', async () => {
  await using database = await createSqliteDatabase('CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT)')
  const environment = { POSTS_URL: 'http://127.0.0.1:1', DATABASE_URL: database.url, SLUICE_PORT: '0' }
  const { code, out, err } = await runSluice(['start', DEMO_SCHEMA], { environment })
  const missing = {
    'User.name': 'name',
    'User.username': 'username',
    'User.email': 'email',
    'Mutation.renameUser': 'name',
  }
  const problems = Object.entries(missing).map(
    ([coordinate, name]) =>
      new RegExp(
        `^\\S+/schema\\.graphql:\\d+:\\d+ error ${coordinate}: the table "users" has no column "${name}"\\. Known columns: id, nick\\.$`,
      ),
  )
  expect([code, out, err.trimEnd().split('\n')]).toEqual([1, '', problems.map(each => expect.stringMatching(each))])
})

test('A schema with mistakes keeps it from starting, and all of them are told at once', async () => {
  await using directory = await createTempDirectory()
  const path = join(directory.path, 'wrong.graphql')
  await writeFile(path, 'type Query {\n  a: Int @http(GET: "/a", source: "apo")\n  b: Int\n}\n')
  const { code, out, err } = await runSluice(['start', path, '--port', '0'])
  expect([code, out]).toEqual([1, ''])
  expect(err.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^\S+\/wrong\.graphql:2:\d+ error Query\.a: /),
    expect.stringMatching(/^\S+\/wrong\.graphql:3:\d+ error Query\.b: /),
  ])
})
