import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Installs what is measured beside Sluice where it is missing. */
export async function installPeers(): Promise<void> {
  const cwd = import.meta.dirname
  // npm writes this file at the end of an install.
  if (existsSync(join(cwd, 'node_modules/.package-lock.json'))) return
  console.error('installing the servers to compare with into bench/wire/node_modules (npm ci)')
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd })
}
