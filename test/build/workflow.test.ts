import { execFile } from 'node:child_process'
import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { createTempDirectory } from '../support/temp-directory.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>
}

interface Job {
  readonly container: string
  readonly strategy: { readonly matrix: { readonly node: readonly number[] } }
  readonly env: Readonly<Record<string, string>>
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[]
}

test('CI runs the one script that a clean clone must pass, on each Node that is promised', async () => {
  const { jobs }: Workflow = parse(await readFile(join(root, '.github/workflows/ci.yml'), 'utf8'))
  const commands = Object.values(jobs).map(({ steps }) => steps.flatMap(step => step.run ?? []))
  expect(commands).toEqual([['.ci/run']])
  const { container, strategy, env } = jobs.check ?? {}
  expect(container).toBe('node:$' + '{{ matrix.node }}-bookworm')
  expect(strategy?.matrix.node).toEqual([24, 26])
  expect(env).toEqual({ SLUICE_SYSTEM_NODE: '1' })
})

/** A project in which `npm` is a script that tells what it was asked, and installs a Node as ours does. */
async function runWithFakes(directory: string, environment: Record<string, string>): Promise<string> {
  const bin = join(directory, 'bin')
  await mkdir(join(directory, '.ci'), { recursive: true })
  await mkdir(bin)
  await copyFile(join(root, '.ci/run'), join(directory, '.ci/run'))
  const npm = [
    '#!/bin/sh',
    'case "$1" in',
    'ci) mkdir -p node_modules/.bin && echo "echo v24.0.0-bundled" > node_modules/.bin/node && chmod +x node_modules/.bin/node;;',
    'exec) PATH="$PWD/node_modules/.bin:$PATH"; shift 2; sh -c "$*"; exit;;',
    'test) PATH="$PWD/node_modules/.bin:$PATH"; echo "tests on $(node --version)"; exit;;',
    'esac',
  ]
  await writeFile(join(bin, 'npm'), npm.join('\n'))
  await chmod(join(bin, 'npm'), 0o755)
  await symlink(process.execPath, join(bin, 'node'))
  const path = [bin, ...(process.env.PATH ?? '').split(delimiter).filter(part => part !== dirname(process.execPath))]
  const env = { ...environment, PATH: path.join(delimiter) }
  const { stdout } = await run(join(directory, '.ci/run'), { env })
  return stdout.trim().split('\n').at(-1) ?? ''
}

test('With SLUICE_SYSTEM_NODE the tests run on the Node of the path, else on the one that the install brings', async () => {
  await using system = await createTempDirectory()
  await using bundled = await createTempDirectory()
  expect([await runWithFakes(system.path, { SLUICE_SYSTEM_NODE: '1' }), await runWithFakes(bundled.path, {})]).toEqual([
    `tests on ${process.version}`,
    'tests on v24.0.0-bundled',
  ])
})
