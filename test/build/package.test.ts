import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { buildPackage } from '../../build/build-package.ts'
import { expectedPosts, POSTS_QUERY } from '../client/rows.ts'
import { runSluice, startSluice } from '../command/sluice.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

const run = promisify(execFile)
const modules = join(import.meta.dirname, '../../node_modules')

/** A project that has installed the packed package, and sees of its dependencies those that it declares. */
async function installPackage() {
  const directory = await createTempDirectory()
  const built = join(directory.path, 'built')
  await buildPackage(built)
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', directory.path], { cwd: built })
  const project = join(directory.path, 'project')
  const installed = join(project, 'node_modules/sluice')
  await mkdir(installed, { recursive: true })
  await run('tar', ['xzf', join(directory.path, stdout.trim()), '--strip-components=1', '-C', installed])
  const packageInfo = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  for (const name of Object.keys(packageInfo.dependencies)) {
    await mkdir(dirname(join(project, 'node_modules', name)), { recursive: true })
    await symlink(join(modules, name), join(project, 'node_modules', name))
  }
  return { project, installed, packageInfo, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() }
}

test('The built package serves its demo, page and worker threads included, wherever it is installed', async () => {
  await using app = await installPackage()
  const { project, installed, packageInfo } = app
  const root = JSON.parse(await readFile('package.json', 'utf8'))
  expect(packageInfo).toEqual({
    name: root.name,
    version: root.version,
    description: root.description,
    license: root.license,
    type: 'module',
    engines: root.engines,
    bin: { sluice: 'src/cli.js' },
    exports: { '.': { types: './src/index.d.ts', default: './src/index.js' }, './package.json': './package.json' },
    dependencies: root.dependencies,
  })
  const cli = join(installed, packageInfo.bin.sluice)
  expect((await readFile(cli, 'utf8')).split('\n')[0]).toBe('#!/usr/bin/env node')

  await using sluice = startSluice(['start', '--demo', '--port', '0'], { cwd: project, cli })
  const url = await sluice.said(/ at (http:\S+)$/m)
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: POSTS_QUERY, variables: { limit: 3 } }),
  })
  expect(await answer.json()).toEqual({ data: { posts: expectedPosts(3) } })

  const page = await fetch(url, { headers: { accept: 'text/html' } })
  const script = /src="\.(\/graphql\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? ''
  const asset = await fetch(new URL(script, url))
  expect([page.status, asset.status, asset.headers.get('content-type')]).toEqual([
    200,
    200,
    'text/javascript; charset=utf-8',
  ])

  sluice.kill('SIGTERM')
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null, err: '' })

  const old = 'data:text/javascript,Object.defineProperty(process, "version", { value: "v20.20.2" })'
  expect(await runSluice(['--version'], { cli, nodeOptions: ['--import', old] })).toMatchObject({ code: 1, out: '' })

  const api = "import * as sluice from 'sluice'; console.log(Object.keys(sluice).join())"
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', api], { cwd: project })
  expect(stdout.trim().split(',')).toEqual([
    'ConfigError',
    'ERROR_REASONS',
    'SchemaFileError',
    'SchemaProblems',
    'checkSchema',
    'createSchema',
    'importDatabase',
    'importJson',
    'importOpenApi',
    'printProblems',
    'printSchema',
    'startGateway',
  ])
})
