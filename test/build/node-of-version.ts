import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cache = join(import.meta.dirname, '../../node_modules/.cache/nodes')

/**
 * The path of a Node of a version: that of TEST_NODE_18 or the like, or else the one that npm has for this system, which is installed
 * once. Throws Error with npm's words where it has none.
 */
export async function nodeOfVersion(version: string): Promise<string> {
  const [major] = version.split('.')
  const given = process.env[`TEST_NODE_${major}`]
  if (given) return given
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(cache, version)
  const path = join(folder, 'node_modules', name, 'bin/node')
  if (!existsSync(path)) {
    await mkdir(folder, { recursive: true })
    const flags = ['--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
    await run('npm', ['install', '--prefix', folder, ...flags, `${name}@${version}`])
  }
  return path
}
