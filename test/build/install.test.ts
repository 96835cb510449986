import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSluice, startSluice } from '../command/sluice.ts'
import { freePort } from '../support/free-port.ts'
import { sharedDoor } from '../support/shared-server.ts'
import { createTempDirectory, type TempDirectory } from '../support/temp-directory.ts'
import { expectDemoAnswers } from './expect-demo-answers.ts'
import { nodeOfVersion } from './node-of-version.ts'

const run = promisify(execFile)
const QUIET = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']

const OLD = ['18.20.8', '20.20.2', '22.23.5']
const NEW = ['24.21.0', '26.12.1']

let tarball: string
let folder: TempDirectory
let command: string

// An empty folder, as a newcomer has it.
beforeAll(async () => {
  tarball = await sharedDoor('/package')
  folder = await createTempDirectory()
  await run('npm', ['install', ...QUIET, tarball], { cwd: folder.path })
  command = join(folder.path, 'node_modules/.bin/sluice')
}, 600_000)

afterAll(async () => {
  await folder[Symbol.asyncDispose]()
})

test.each([...OLD, ...NEW])(
  'Installed in an empty folder, the command serves its demo where Node is %s',
  async version => {
    const node = await nodeOfVersion(version)
    await using sluice = startSluice(['start', '--demo', '--port', '0'], { cwd: folder.path, cli: command, node })
    const url = await sluice.said(/ at (http:\S+)$/m)
    await expectDemoAnswers(url)
    sluice.kill('SIGTERM')
    expect(await sluice.ending).toMatchObject({ code: 0, signal: null, err: '' })
  },
  300_000,
)

test('A newcomer begins a project, serves it, and its test passes', async () => {
  const project = { cwd: join(folder.path, 'begun'), cli: command, node: await nodeOfVersion(NEW[0] ?? '') }
  const begun = await runSluice(['init', 'begun', '--demo'], { ...project, cwd: folder.path })
  expect(begun).toMatchObject({ code: 0, err: '', out: expect.stringContaining('\n  cd begun\n  npx sluice dev ') })
  await using sluice = startSluice(['dev', '--port', '0'], project)
  const SLUICE_URL = await sluice.said(/ at (http:\S+)$/m)
  const { NODE_OPTIONS: _, ...env } = process.env
  const { stdout } = await run(project.node, ['--test'], { cwd: project.cwd, env: { ...env, SLUICE_URL } })
  expect(stdout).toContain('pass 1\n')
  sluice.kill('SIGTERM')
  // What the test has asked is all that is told.
  expect(await sluice.ending).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^\{"level":30,[^\n]*"status":200,"outcome":"ok"[^\n]*\}\n$/),
  })
}, 300_000)

test('Where the install has brought no Node, an old one is told what to do, and a new one is enough', async () => {
  await using bare = await createTempDirectory()
  await cp(folder.path, bare.path, { recursive: true, verbatimSymlinks: true })
  await rm(join(bare.path, `node_modules/node-${process.platform}-${process.arch}`), { recursive: true, force: true })
  const cli = join(bare.path, 'node_modules/.bin/sluice')
  const [oldNode = '', newNode = ''] = await Promise.all([OLD[1], NEW[0]].map(version => nodeOfVersion(version ?? '')))
  const { code, out, err } = await runSluice(['--version'], { cli, node: oldNode })
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(/^Sluice needs Node 24\.15 or newer; this is Node v20\.20\.2 \(\S+\), and .*nodejs\.org\.\n$/)
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  expect(await runSluice(['--version'], { cli, node: newNode })).toMatchObject({
    code: 0,
    out: `${version}\n`,
    err: '',
  })
}, 300_000)

test('A signal reaches the gateway through the Node that has started another one', async () => {
  const node = await nodeOfVersion(OLD[0] ?? '')
  await using sluice = startSluice(['start', '--demo', '--port', '0'], { cwd: folder.path, cli: command, node })
  await sluice.said(/Ctrl-C stops it/)
  sluice.kill('SIGINT')
  const { code, out } = await sluice.ending
  expect({ code, end: out.trimEnd().split('\n').at(-1) }).toEqual({
    code: 0,
    end: 'Draining: requests under way are answered, new ones are refused.',
  })
}, 300_000)

test('A clone installs without what is for development, and without a word of what it does not need, on an older Node', async () => {
  await using clone = await createTempDirectory()
  for (const path of ['package.json', 'package-lock.json', '.npmrc', 'build/prepare.mjs']) {
    await mkdir(dirname(join(clone.path, path)), { recursive: true })
    await cp(path, join(clone.path, path))
  }
  // npm runs on the first Node of the path.
  const PATH = [dirname(await nodeOfVersion(OLD[1] ?? '')), process.env.PATH].join(delimiter)
  const { stdout, stderr } = await run('npm', ['ci', '--omit=dev', '--prefer-offline'], {
    cwd: clone.path,
    env: { ...process.env, PATH },
  })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^added \d+ packages in \S+$/m)
}, 300_000)

/** The last instruction of a name in the Dockerfile. */
async function instruction(name: string): Promise<string> {
  const text = await readFile('Dockerfile', 'utf8')
  return [...text.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].at(-1)?.[1] ?? ''
}

test('The steps of the Dockerfile install it, start it, find it healthy, and end it', async () => {
  await using image = await createTempDirectory()
  const inImage = (text: string) =>
    text.replaceAll('/usr/local', image.path).replaceAll('/tmp/sluice.tgz', join(image.path, 'sluice.tgz'))
  await cp(tarball, join(image.path, 'sluice.tgz'))
  const [install = '', clean = '', remove = ''] = inImage(await instruction('RUN')).split(' && ')
  expect(clean).toBe('npm cache clean --force')
  const env = { ...process.env, npm_config_prefix: image.path, npm_config_prefer_offline: 'true' }
  for (const step of [install, remove]) await run('sh', ['-ec', step], { env })

  const [node, cli = ''] = JSON.parse(inImage(await instruction('ENTRYPOINT')))
  const [start, schema] = JSON.parse(await instruction('CMD'))
  expect([node, start, schema]).toEqual(['node', 'start', 'schema.graphql'])
  await cp('schema.graphql', join(image.path, 'schema.graphql'))
  const environment = { NODE_ENV: 'production', SLUICE_HOST: '0.0.0.0', SLUICE_PORT: `${await freePort()}` }
  await using sluice = startSluice([start, schema], { cwd: image.path, cli, environment })
  await sluice.said(/Ctrl-C stops it/)
  const [program, ...args] = JSON.parse((await instruction('HEALTHCHECK')).replace(/^.* CMD /, ''))
  await run(program, args, { env: { PATH: process.env.PATH, ...environment } })
  sluice.kill('SIGTERM')
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null })
  await expect(run(program, args, { env: { PATH: process.env.PATH, ...environment } })).rejects.toMatchObject({
    code: 1,
  })
}, 300_000)

test('Every link of the documents leads to a file of the package', async () => {
  const { stdout } = await run('tar', ['tzf', tarball])
  const files = new Set(stdout.split('\n').map(path => path.replace(/^package\//, '')))
  const broken: string[] = []
  for (const path of [...files].filter(each => each.endsWith('.md'))) {
    const text = await readFile(join(folder.path, 'node_modules/sluice', path), 'utf8')
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
      const place = join(dirname(path), target)
      const isThere = [...files].some(file => file === place || file.startsWith(`${place}/`))
      if (!/^[a-z]+:/.test(target) && !isThere) broken.push(`${path}: ${target}`)
    }
  }
  expect(broken).toEqual([])
})
