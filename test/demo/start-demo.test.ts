import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtempDisposable, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { generateData } from '../../demo/generate-data.ts'

/** Starts the demo, prints what it got as a line of JSON, and ends it when its input ends. */
const PARENT = `
import { startDemo } from './demo/start-demo.ts'
try {
  await using demo = await startDemo()
  console.log(JSON.stringify(demo))
  for await (const _ of process.stdin);
} catch (error) {
  console.log(JSON.stringify({ error: error.message }))
}
console.log('"ended"')
`

/** A gateway's stand-in, beside a copy of the demo, so that each test has files of its own. */
async function startParent(change?: (demo: string) => Promise<void>) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sluice demo-'))
  const demo = join(folder.path, 'demo')
  await cp('demo', demo, { recursive: true })
  await rm(join(demo, 'users.db'), { force: true })
  await writeFile(join(folder.path, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder.path, 'parent.ts'), PARENT)
  await change?.(demo)
  const parent = spawn(process.execPath, [join(folder.path, 'parent.ts')])
  const lines = createInterface(parent.stdout)[Symbol.asyncIterator]()
  return {
    demo,
    parent,
    nextLine: async () => JSON.parse((await lines.next()).value ?? 'null'),
    [Symbol.asyncDispose]: async () => {
      parent.kill('SIGKILL')
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** Resolves when all that write to the parent's error output have ended: the parent, and the API that shares it. */
async function ending(parent: ChildProcess): Promise<{ code: unknown; signal: unknown; err: string }> {
  if (!parent.stderr) throw new Error('the output of the process is not piped')
  const [[code, signal], err] = await Promise.all([once(parent, 'close'), text(parent.stderr)])
  return { code, signal, err }
}

async function isListening(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}

test('It serves the posts, makes the database, and disposal ends the API', async () => {
  await using gateway = await startParent()
  const end = ending(gateway.parent)
  const { postsUrl, databaseUrl } = await gateway.nextLine()
  const { users, posts } = generateData()
  const response = await fetch(`${postsUrl}/posts`)
  expect(await response.json()).toEqual(posts)
  expect(databaseUrl).toBe(`sqlite:${join(gateway.demo, 'users.db')}`)
  {
    using database = new DatabaseSync(join(gateway.demo, 'users.db'), { readOnly: true })
    expect(database.prepare('SELECT name FROM users ORDER BY id').all()).toEqual(users.map(({ name }) => ({ name })))
  }
  gateway.parent.stdin.end()
  expect(await gateway.nextLine()).toBe('ended')
  expect(await end).toEqual({ code: 0, signal: null, err: '' })
  expect(await isListening(postsUrl)).toBe(false)
})

test('A database that is there is left as it is', async () => {
  await using gateway = await startParent(demo => writeFile(join(demo, 'users.db'), 'mine'))
  const { databaseUrl } = await gateway.nextLine()
  expect(await readFile(databaseUrl.slice('sqlite:'.length), 'utf8')).toBe('mine')
})

test('When the gateway is killed, the API ends too', async () => {
  await using gateway = await startParent()
  const end = ending(gateway.parent)
  const { postsUrl } = await gateway.nextLine()
  expect(await isListening(postsUrl)).toBe(true)
  gateway.parent.kill('SIGKILL')
  expect(await end).toEqual({ code: null, signal: 'SIGKILL', err: '' })
  expect(await isListening(postsUrl)).toBe(false)
})

test('An API that dies before it listens is an error that says so', async () => {
  await using gateway = await startParent(demo => writeFile(join(demo, 'data', 'posts.json'), '[,]'))
  const end = ending(gateway.parent)
  expect(await gateway.nextLine()).toEqual({
    error: "the demo's posts API ended before it listened (exit code 1)",
  })
  const { code, err } = await end
  expect([code, err.split('\n').length]).toEqual([0, 2])
  expect(err).toMatch(/^posts API: .*JSON/)
})

test('An API that dies later is one line on stderr, and the gateway goes on', async () => {
  await using gateway = await startParent(demo =>
    writeFile(
      join(demo, 'posts-api.ts'),
      `import { createServer } from 'node:http'
      const server = createServer(() => process.kill(process.pid, 'SIGKILL')).listen(0, '127.0.0.1', () => {
        console.log('posts API listening on http://127.0.0.1:' + server.address().port)
      })`,
    ),
  )
  const end = ending(gateway.parent)
  const { postsUrl } = await gateway.nextLine()
  const report = once(gateway.parent.stderr, 'data')
  expect(await isListening(postsUrl)).toBe(false)
  expect(String(await report)).toBe('demo: the posts API has ended (SIGKILL)\n')
  gateway.parent.stdin.end()
  expect(await gateway.nextLine()).toBe('ended')
  expect(await end).toEqual({ code: 0, signal: null, err: 'demo: the posts API has ended (SIGKILL)\n' })
})

test('A database that can not be made is an error, and nothing is left running or half made', async () => {
  await using gateway = await startParent(demo => rm(join(demo, 'data', 'users.json')))
  const end = ending(gateway.parent)
  expect(await gateway.nextLine()).toEqual({ error: expect.stringContaining('ENOENT') })
  expect(await end).toEqual({ code: 0, signal: null, err: '' })
  expect((await readdir(gateway.demo)).filter(name => name.startsWith('users.db'))).toEqual([])
})
