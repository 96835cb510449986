import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { startSilentDatabase } from '../support/silent-database.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'
import { startSluice } from './sluice.ts'

const schema = (field: string) => `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
type Query {
  ${field}: String @http(GET: "/value", select: "text")
}
`

/** A folder with a schema and a `.env` that names an upstream, and what the command says of it. */
async function startServing(flags: readonly string[], command = 'start') {
  await using opening = new AsyncDisposableStack()
  const directory = opening.use(await createTempDirectory())
  const upstream = opening.use(await startUpstream(() => ({ json: { text: 'x' } })))
  const cwd = directory.path
  // Written beside and put in place: whoever looks meanwhile sees the former file whole.
  const write = async (name: string, text: string) => {
    await writeFile(join(cwd, `${name}.new`), text)
    await rename(join(cwd, `${name}.new`), join(cwd, name))
  }
  await write('schema.graphql', schema('former'))
  await write('.env', `API_URL=${upstream.url}`)
  const sluice = opening.use(startSluice([command, '--port', '0', ...flags], { cwd }))
  const url = await sluice.said(/ at (http:\S+\/graphql)$/m)
  const ask = async (query: string) => {
    const response = await fetch(`${url}?query=${encodeURIComponent(query)}`, { headers: { connection: 'close' } })
    return response.text()
  }
  const resources = opening.move()
  return { cwd, sluice, url, ask, write, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

test('With --watch a saved schema, and a saved .env, are served; a mistake is told, and the former one goes on', async () => {
  await using serving = await startServing(['--watch'])
  await using second = await startUpstream(() => ({ json: { text: 'second' } }))
  const { cwd, sluice, ask, write } = serving
  await write('schema.graphql', schema('next'))
  await sluice.said(/^Reloaded schema\.graphql\.$/m)
  expect(await ask('{ next }')).toBe('{"data":{"next":"x"}}')

  await write('schema.graphql', schema('wrong').replace('GET: ', 'GTE: '))
  await sluice.logged(/^schema\.graphql:3:\d+ error Query\.wrong: .*"GTE".*\nThe former schema is served\.$/m)
  expect(await ask('{ next }')).toBe('{"data":{"next":"x"}}')

  // The way of Kubernetes: what is named stays the same, and leads elsewhere.
  await write('mended', schema('mended'))
  await symlink('mended', join(cwd, 'link'))
  await rename(join(cwd, 'link'), join(cwd, 'schema.graphql'))
  await sluice.said(/(^Reloaded schema\.graphql\.\n){2}/m)
  await write('.env', `API_URL=${second.url}`)
  await sluice.said(/(^Reloaded schema\.graphql\.\n){3}/m)
  expect(await ask('{ mended }')).toBe('{"data":{"mended":"second"}}')
  sluice.kill('SIGTERM')
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null })
})

test('With --watch what the schema names is looked at too, and what resolvers import, also while it can not be served', async () => {
  await using directory = await createTempDirectory()
  const cwd = directory.path
  const write = async (name: string, text: string) => {
    await writeFile(join(cwd, `${name}.new`), text)
    await rename(join(cwd, `${name}.new`), join(cwd, name))
  }
  const keysOf = (sub: string) =>
    JSON.stringify([{ sha256: createHash('sha256').update('a-key-of-twenty-characters').digest('hex'), sub }])
  const { publicKey } = await generateKeyPair('ES256', { extractable: true })
  await write('jwks.json', JSON.stringify({ keys: [await exportJWK(publicKey)] }))
  await write('keys.json', keysOf('ada'))
  await write('word.mjs', "export { word } from './inner.mjs'")
  await write('inner.mjs', "export const word = 'former'")
  await write(
    'resolvers.mjs',
    `import { word } from './word.mjs'
     export const resolvers = { Query: { word: () => word, who: (_, __, { user }) => user?.sub ?? 'nobody' } }`,
  )
  await write(
    'schema.graphql',
    `extend schema @apiKeys(file: "keys.json") @jwt(issuer: "x", audience: "y", jwks: "jwks.json")
     type Query { word: String who: String @authenticated }`,
  )
  await using sluice = startSluice(['start', '--port', '0', '--watch', '--resolvers', 'resolvers.mjs'], { cwd })
  const url = await sluice.said(/ at (http:\S+\/graphql)$/m)
  const ask = async () => {
    const headers = { connection: 'close', 'x-api-key': 'a-key-of-twenty-characters' }
    return await (await fetch(`${url}?query={word who}`, { headers })).text()
  }
  const reloaded = (times: number) => sluice.said(new RegExp(`(^Reloaded schema\\.graphql\\.\n){${times}}`, 'm'))
  expect(await ask()).toBe('{"data":{"word":"former","who":"ada"}}')
  await write('keys.json', keysOf('bob'))
  await reloaded(1)
  expect(await ask()).toBe('{"data":{"word":"former","who":"bob"}}')
  await write('inner.mjs', "export const word = 'next'")
  await reloaded(2)
  expect(await ask()).toBe('{"data":{"word":"next","who":"bob"}}')
  await write('jwks.json', '{}')
  await sluice.logged(/no JSON Web Key Set/)
  await rm(join(cwd, 'jwks.json'))
  await sluice.logged(/the file can not be read/)
  await write('jwks.json', JSON.stringify({ keys: [await exportJWK(publicKey)] }))
  await reloaded(3)
  // A module that is loaded again is looked at like the first one.
  await write('word.mjs', "export const word = 'last'")
  await reloaded(4)
  expect(await ask()).toBe('{"data":{"word":"last","who":"bob"}}')
})

test('SIGHUP reloads where there is no terminal, and nothing else does', async () => {
  await using serving = await startServing([])
  const { sluice, ask, write } = serving
  await write('schema.graphql', schema('next'))
  expect(await ask('{ former }')).toBe('{"data":{"former":"x"}}')
  sluice.kill('SIGHUP')
  await sluice.said(/^Reloaded schema\.graphql\.$/m)
  expect(await ask('{ next }')).toBe('{"data":{"next":"x"}}')
})

test('A SIGHUP that comes while it starts is done once it serves', async () => {
  await using directory = await createTempDirectory()
  await using silent = await startSilentDatabase()
  const file = join(directory.path, 'schema.graphql')
  await writeFile(file, silent.schema)
  await using sluice = startSluice(['start', '--port', '0'], {
    cwd: directory.path,
    environment: { API_URL: 'http://127.0.0.1:1' },
  })
  // It has read the schema, and asks its database, which does not answer.
  await silent.asked
  await writeFile(file, schema('next'))
  sluice.kill('SIGHUP')
  await sluice.said(/^Reloaded schema\.graphql\.$/m)
})

test('All workers reload', async () => {
  await using serving = await startServing(['--workers', '2', '--log-level', 'info'])
  const { sluice, ask, write } = serving
  await write('schema.graphql', schema('next'))
  sluice.kill('SIGHUP')
  await sluice.logged(/("msg":"the schema has been reloaded".*){2}/s)
  expect(await Promise.all([ask('{ next }'), ask('{ next }')])).toEqual(Array(2).fill('{"data":{"next":"x"}}'))
  await write('schema.graphql', 'type {')
  sluice.kill('SIGHUP')
  await sluice.logged(/("msg":"the schema can not be served, and the former one is".*){2}/s)
  expect(await Promise.all([ask('{ next }'), ask('{ next }')])).toEqual(Array(2).fill('{"data":{"next":"x"}}'))
})

test('A terminal that closes ends it', async () => {
  await using directory = await createTempDirectory()
  await writeFile(join(directory.path, 'schema.graphql'), schema('value'))
  const cli = join(import.meta.dirname, '../../src/cli.ts')
  const command = `exec ${process.execPath} ${cli} start --port 0`
  const terminal = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: directory.path,
    env: { ...process.env, API_URL: 'http://127.0.0.1:1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  let url: string | undefined
  for await (const chunk of terminal.stdout.setEncoding('utf8')) {
    out += chunk
    url = / at (http:\/\/[\d.:]+)\/graphql/.exec(out)?.[1]
    if (url && out.includes('Ctrl-C')) break
  }
  terminal.kill('SIGKILL')
  await once(terminal, 'exit')
  await expect
    .poll(() =>
      fetch(`${url}/health`).then(
        ({ status }) => status,
        () => 'closed',
      ),
    )
    .toBe('closed')
})

test('sluice dev serves what is saved, to pages of servers on this machine too', async () => {
  await using serving = await startServing([], 'dev')
  const { sluice, url, write } = serving
  await write('schema.graphql', schema('next'))
  await sluice.said(/^Reloaded schema\.graphql\.$/m)
  const asked = async (origin: string) => {
    const answer = await fetch(`${url}?query={next}`, { headers: { origin } })
    return [answer.status, answer.headers.get('access-control-allow-origin')]
  }
  expect(await asked('http://localhost:5173')).toEqual([200, 'http://localhost:5173'])
  expect(await asked('http://localhost')).toEqual([200, 'http://localhost'])
  expect(await asked('http://localhost.example.com:5173')).toEqual([403, null])
  expect(await asked('https://localhost:5173')).toEqual([403, null])
  // Requests are told, also refused ones.
  await sluice.logged(/"status":200,.*"fields":"next"/)
  await sluice.logged(/"status":403/)
})
