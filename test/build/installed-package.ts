import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { sharedDoor } from '../support/shared-server.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** What TypeScript needs to know of Node, which a project installs by itself. */
const OF_NODE = ['@types/node', 'undici-types']

export interface InstalledPackage extends AsyncDisposable {
  /** The folder of a project that has installed the package. */
  readonly project: string
  /** The package in it. */
  readonly installed: string
  readonly packageInfo: Readonly<Record<string, unknown>> & {
    readonly bin: { readonly sluice: string }
    readonly dependencies: Readonly<Record<string, string>>
  }
  /** What `npm pack` has made. */
  readonly tarball: string
}

/** A project that has installed what `npm pack` makes, and sees of its dependencies those that it declares. */
export async function installPackage(): Promise<InstalledPackage> {
  const directory = await createTempDirectory()
  const tarball = await sharedDoor('/package')
  const project = join(directory.path, 'project')
  const installed = join(project, 'node_modules/sluice')
  await mkdir(installed, { recursive: true })
  await run('tar', ['xzf', tarball, '--strip-components=1', '-C', installed])
  const packageInfo = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  for (const name of [...Object.keys(packageInfo.dependencies), ...OF_NODE]) {
    await mkdir(dirname(join(project, 'node_modules', name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name))
  }
  return { project, installed, packageInfo, tarball, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() }
}
