import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** A program of the system that tests need. */
export interface Program {
  readonly title: string
  /** Names of its executable, the best first. */
  readonly commands: readonly string[]
  readonly debianPackages: readonly string[]
  /** Where else than on the PATH its executable may be. */
  readonly folders?: () => Promise<readonly string[]>
  /** The environment variable by which a person names one of their own. */
  readonly variable: string
}

/** The path of the program's executable. Throws an error of one line that says what to install. */
export async function findProgram(program: Program): Promise<string> {
  const path = await lookUp(program)
  if (path !== undefined) return path
  throw new Error(
    `${program.title} is needed: install ${program.debianPackages.join(' ')} (Debian) or set ${program.variable}`,
  )
}

/** Installs the program where it is missing, on Debian as root; anywhere else `findProgram` will say what to do. */
export async function installProgram(program: Program): Promise<void> {
  if (process.env[program.variable] || process.getuid?.() !== 0) return
  if ((await lookUp(program)) !== undefined || (await lookUp({ commands: ['apt-get'] })) === undefined) return
  const run = (...args: string[]) =>
    promisify(execFile)('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  // A failure shows when the program is looked for: tests that don't need it must run without it.
  await run('update')
    .then(() => run('install', '-y', '--no-install-recommends', ...program.debianPackages))
    .catch(() => undefined)
}

/** The path of the program's executable: a person's own, or one that is there or can be installed. Throws as `findProgram` does. */
export async function provideProgram(program: Program): Promise<string> {
  await installProgram(program)
  return process.env[program.variable] || (await findProgram(program))
}

async function lookUp({
  commands,
  folders: others,
}: Pick<Program, 'commands' | 'folders'>): Promise<string | undefined> {
  // Debian keeps servers in /usr/sbin, which is not on the PATH of ordinary users.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', ...((await others?.()) ?? [])]
  for (const command of commands) {
    for (const folder of folders) {
      const path = join(folder, command)
      if (folder !== '' && (await isExecutable(path))) return path
    }
  }
  return undefined
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
