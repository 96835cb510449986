import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTempDirectory } from './temp-directory.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

export interface Packed extends AsyncDisposable {
  /** The tarball's path. */
  readonly path: string
}

/** Runs `npm pack`, which builds the package on the way. */
export async function pack(): Promise<Packed> {
  const directory = await createTempDirectory()
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', directory.path], { cwd: root })
  const path = join(directory.path, stdout.trim().split('\n').at(-1) ?? '')
  return { path, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() }
}
