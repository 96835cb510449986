import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { startPostsApi } from '../../demo/posts-api.ts'
import packageInfo from '../../package.json' with { type: 'json' }
import { createTempDirectory } from '../support/temp-directory.ts'
import { runSluice, startSluice } from './sluice.ts'

const COMMANDS = ['start', 'check', 'print']

const REFUSED: readonly (readonly [args: readonly string[], line: string])[] = [
  [['serve'], 'There is no command "serve". Write: sluice start. See: sluice --help'],
  [
    ['quux'],
    'There is no command "quux". Commands: start, dev, check, explain, print, types, run, record, test, import, init, persist. See: sluice --help',
  ],
  [['strat'], 'There is no command "strat". Did you mean "start" or "test"? See: sluice --help'],
  [['shop.graphql'], 'There is no command "shop.graphql". To serve it, write: sluice start shop.graphql'],
  [
    ['--port', '1'],
    'There is no option "--port" before a command. Commands: start, dev, check, explain, print, types, run, record, test, import, init, persist. See: sluice --help',
  ],
  [
    ['start', '--prot', '1'],
    `Unknown option '--prot'. Did you mean "--port", "--cost", "--host", or "--path"? See: sluice start --help`,
  ],
  [['check', '--ofline'], `Unknown option '--ofline'. Did you mean "--offline"? See: sluice check --help`],
  [
    ['dev', '--no-grafiql'],
    `Unknown option '--no-grafiql'. Did you mean "--no-graphiql", "--no-apq", or "--no-trace"? See: sluice dev --help`,
  ],
  [['start', '--port'], "Option '--port <value>' argument missing. See: sluice start --help"],
  [['start', '--port', 'http'], '--port takes a port from 0 to 65535, not "http".'],
  [['start', '--port', '65536'], '--port takes a port from 0 to 65535, not "65536".'],
  [['start', '--port='], '--port takes a port from 0 to 65535, not "".'],
  [['start', '--host='], '--host takes a name or an address such as 127.0.0.1, not "".'],
  [['start', '--request-timeout', 'soon'], '--request-timeout takes a time such as 15s or 500ms, not "soon".'],
  [['start', '--body-limit', '1MB'], '--body-limit takes a number of bytes from 1 to 536870888, not "1MB".'],
  [['start', '--max-calls', 'few'], '--max-calls takes a number of calls from 1 to 1000000, not "few".'],
  [
    ['start', '--trace-secret', 'too-short'],
    '--trace-secret takes a text of 16 to 200 letters, digits and signs of ASCII without spaces, not what is given, which is not shown.',
  ],
  [['start', '--log-level', 'loud'], '--log-level takes one of silent, error, warn, info, debug, not "loud".'],
  [
    ['start', '--cors-origins', '*'],
    '--cors-origins takes origins such as https://app.example.com, separated by commas, not "*".',
  ],
  [['start', '--graphiql=maybe'], "Option '--graphiql' does not take an argument. See: sluice start --help"],
  [['import', 'json', 'a.json', 'b.json'], "Unexpected argument 'b.json'. See: sluice import --help"],
  [['check', '--port', '1'], "Unknown option '--port'. See: sluice check --help"],
  [['print', '--offline'], "Unknown option '--offline'. See: sluice print --help"],
  [['start', '-p', '1'], "Unknown option '-p'. See: sluice start --help"],
  [['start', '--__proto__'], "Unknown option '--__proto__'. See: sluice start --help"],
]

test.each(REFUSED)('%j is one clear line and exit code 1', async (args, line) => {
  expect(await runSluice(args)).toEqual({ code: 1, signal: null, out: '', err: `${line}\n` })
})

test('Help that is read by another program has no colours', async () => {
  for (const args of [['--help'], ['import', '--help']]) {
    const { code, out } = await runSluice(args, { environment: { NO_COLOR: '' } })
    expect([code, out]).toEqual([0, expect.stringContaining(`USAGE sluice ${args.at(-2) ?? 'start'}`)])
    expect(out).toBe(stripVTControlCharacters(out))
  }
})

test.each(COMMANDS)('A schema file that is not there is one clear line: sluice %s', async command => {
  expect(await runSluice([command, 'no.graphql'])).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: 'There is no schema file "no.graphql". Give its path (sluice start path/to/schema.graphql), make one of what is there (sluice import --help), or look at the demo: sluice start --demo\n',
  })
})

test('A value of the environment that can not be used is named', async () => {
  expect(await runSluice(['start'], { environment: { SLUICE_GRAPHIQL: 'yes' } })).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: 'SLUICE_GRAPHIQL takes true or false, not "yes".\n',
  })
})

test('A port that is taken is one clear line', async () => {
  await using api = await startPostsApi()
  const { port } = new URL(api.url)
  expect(await runSluice(['start', '--demo', '--port', port])).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: `127.0.0.1:${port} is taken by another process. Choose another port: --port 0 takes a free one.\n`,
  })
})

test('An address that the machine does not have is one clear line', async () => {
  expect(await runSluice(['start', '--demo', '--port', '0', '--host', '192.0.2.1'])).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: 'This machine has no address 192.0.2.1. Choose another: --host\n',
  })
})

test.each([[], ['--help'], ['-h']])('sluice %s lists the commands', async (...args) => {
  const { code, out, err } = await runSluice(args)
  expect([code, err]).toEqual([0, ''])
  for (const command of COMMANDS) expect(out).toContain(`  ${command}`)
})

test.each([
  [
    'start',
    [
      '--port=<port>',
      '--host=<address>',
      '--demo',
      '--no-graphiql',
      '--no-introspection',
      '--allowed-hosts',
      '--cors-origins',
      '--request-timeout',
      '--write-timeout',
      '--max-connections',
      '--body-limit',
      '--max-calls',
      '--log-level',
    ],
  ],
  ['check', ['--offline']],
  ['print', []],
])('sluice %s --help shows its flags', async (command, flags) => {
  const { code, out, err } = await runSluice([command, '--help'])
  expect([code, err]).toEqual([0, ''])
  for (const flag of ['schema.graphql', ...flags]) expect(out).toContain(flag)
})

test('sluice --version tells the version', async () => {
  expect(await runSluice(['--version'])).toEqual({ code: 0, signal: null, out: `${packageInfo.version}\n`, err: '' })
})

test('An old Node is told so in one line', async () => {
  const old = 'data:text/javascript,Object.defineProperty(process, "version", { value: "v24.14.1" })'
  expect(await runSluice(['--version'], { nodeOptions: ['--import', old] })).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: `Sluice needs Node 24.15 or newer; this is Node v24.14.1 (${process.execPath}).\n`,
  })
})

test('Settings are read from flags, then the environment, then .env', async () => {
  await using directory = await createTempDirectory()
  await writeFile(
    join(directory.path, 'mine.graphql'),
    'extend schema @source(name: "api", http: { baseURL: "{$env.API}" })\ntype Query { hello: String @http(GET: "/hello") }\n',
  )
  await writeFile(
    join(directory.path, '.env'),
    'API=http://from-file.invalid\nSLUICE_SCHEMA=mine.graphql\nSLUICE_PORT=wrong\nSLUICE_HOST=wrong/too\n',
  )
  await using sluice = startSluice(['start', '--port', '0'], {
    cwd: directory.path,
    environment: { SLUICE_HOST: '127.0.0.1', SLUICE_PORT: 'wrong as well' },
  })
  expect(await sluice.said(/^Sluice serves (.*):\d+\/graphql$/m)).toBe('mine.graphql at http://127.0.0.1')
  expect(await sluice.said(/api +http +(.*)/)).toBe('http://from-file.invalid')
})

test('A .env that can not be read is one clear line', async () => {
  await using directory = await createTempDirectory()
  await mkdir(join(directory.path, '.env'))
  const { code, err } = await runSluice(['check'], { cwd: directory.path })
  expect([code, err]).toEqual([1, "The file .env can't be read: EISDIR: illegal operation on a directory, read.\n"])
})

test('The demo brings its own schema, wherever it is started', async () => {
  await using directory = await createTempDirectory()
  await writeFile(join(directory.path, 'schema.graphql'), 'type Query { another: String }')
  await using sluice = startSluice(['start', '--demo', '--port', '0'], { cwd: directory.path })
  const url = await sluice.said(/ at (http:\S+)$/m)
  const response = await fetch(`${url}?query={post(id:1){author{id}}}`)
  expect(await response.text()).toBe('{"data":{"post":{"author":{"id":"1"}}}}')
})
