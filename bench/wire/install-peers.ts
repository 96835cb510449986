import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Installs what is measured beside Sluice where it is missing, or older than the lock file. */
export async function installPeers(): Promise<void> {
  const cwd = import.meta.dirname
  // npm writes this file at the end of an install.
  const installed = await changedAt(join(cwd, 'node_modules/.package-lock.json'))
  if (installed >= (await changedAt(join(cwd, 'package-lock.json')))) return
  console.error('installing the servers to compare with into bench/wire/node_modules (npm ci, some minutes)')
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd })
}

/** 0 where there is no such file. */
async function changedAt(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  return found?.mtimeMs ?? 0
}
