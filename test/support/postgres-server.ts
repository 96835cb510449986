import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chown, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram, type Program } from './find-program.ts'
import { freePort } from './free-port.ts'
import { type PrivateServer, startPrivateServer } from './private-server.ts'
import { createTempDirectory } from './temp-directory.ts'

export const POSTGRES: Program = {
  title: 'PostgreSQL',
  commands: ['postgres'],
  debianPackages: ['postgresql'],
  folders: serverFolders,
  variable: 'TEST_POSTGRES_URL',
}

const INITDB: Program = { ...POSTGRES, commands: ['initdb'] }

export interface PostgresServer extends PrivateServer {
  /** Starts it as a standby that takes no writes, until somebody promotes it. */
  startStandby(): Promise<void>
}

/**
 * Starts a PostgreSQL of its own: private data directory and free port, all gone at the end. `options` are its own, as
 * `{ max_connections: '5' }`, `files` those that name a file, with its text.
 */
export async function startPostgresServer(
  options: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const program = await findProgram(POSTGRES)
  const home = await createTempDirectory()
  const data = join(home.path, 'data')
  const server = await startPrivateServer(home, async directory => {
    const account = await accountFor(directory)
    const password = randomUUID()
    await createDataDirectory(directory, data, password, account)
    const port = await freePort()
    const own = { ...options, ...(await writeFiles(directory, files, account)), port: String(port) }
    const settings = Object.entries({ ...SETTINGS, ...own })
    return {
      url: `postgres://sluice:${password}@127.0.0.1:${port}/postgres`,
      program,
      args: ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      options: { cwd: directory, ...account },
      ready: /database system is ready to accept (read-only )?connections/,
      // It does not wait for its clients.
      stopSignal: 'SIGINT',
      killSignal: 'SIGQUIT',
    }
  })
  const startStandby = async () => {
    await writeFile(join(data, 'standby.signal'), '')
    await server.start()
  }
  return { ...server, startStandby }
}

/** Small and fast: the data needn't outlive the machine. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '32MB',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
}

interface Account {
  readonly uid?: number
  readonly gid?: number
}

/** The server refuses to run as root: `nobody` then runs it, in a directory of its own. */
export async function accountFor(directory: string): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const id = async (flag: string) => Number((await promisify(execFile)('id', [flag, 'nobody'])).stdout)
  const account = { uid: await id('-u'), gid: await id('-g') }
  await chown(directory, account.uid, account.gid)
  return account
}

async function createDataDirectory(directory: string, data: string, password: string, account: Account): Promise<void> {
  const passwordFile = join(directory, 'password')
  await writeFile(passwordFile, password)
  const args = ['-D', data, '--username=sluice', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const options = { cwd: directory, ...account }
  await promisify(execFile)(
    await findProgram(INITDB),
    [...args, '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'],
    options,
  )
}

/** Only their owner may read them: the server insists on it. */
export async function writeFiles(
  directory: string,
  files: Readonly<Record<string, string>>,
  { uid, gid }: Account,
): Promise<Readonly<Record<string, string>>> {
  const paths: Record<string, string> = {}
  for (const [option, text] of Object.entries(files)) {
    const path = join(directory, option)
    await writeFile(path, text, { mode: 0o600 })
    if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
    paths[option] = path
  }
  return paths
}

/** Debian keeps each version's programs in a folder of its own; the newest is the best. */
async function serverFolders(): Promise<readonly string[]> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root).catch(() => [])
  return versions.toSorted((a, b) => Number(b) - Number(a)).map(version => join(root, version, 'bin'))
}
