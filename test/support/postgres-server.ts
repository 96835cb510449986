import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { chown, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram, type Program } from './find-program.ts'
import { freePort } from './free-port.ts'
import { createTempDirectory } from './temp-directory.ts'

export const POSTGRES: Program = {
  title: 'PostgreSQL',
  commands: ['postgres'],
  debianPackages: ['postgresql'],
  folders: serverFolders,
  variable: 'TEST_POSTGRES_URL',
}

const INITDB: Program = { ...POSTGRES, commands: ['initdb'] }

export interface PostgresServer extends AsyncDisposable {
  /** `postgres://user:password@127.0.0.1:port/postgres`, the same after a restart; the user may do everything. */
  readonly url: string
  /** With more options of the server, as `{ max_connections: '5' }`. */
  start(options?: Readonly<Record<string, string>>): Promise<void>
  /** Starts it as a standby that takes no writes, until somebody promotes it. */
  startStandby(): Promise<void>
  /** Ends it in good order, without waiting for its clients. */
  stop(): Promise<void>
  /** Ends it as a power failure would: the next start recovers. */
  kill(): Promise<void>
}

/**
 * Starts a PostgreSQL of its own: private data directory and free port, all gone at the end. `files` are options that
 * name a file, with its text.
 */
export async function startPostgresServer(
  options: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const program = await findProgram(POSTGRES)
  const directory = await createTempDirectory()
  const account = await ownedBy(directory.path)
  const data = join(directory.path, 'data')
  const password = randomUUID()
  await createDataDirectory(directory.path, data, password, account)
  const own = { ...options, ...(await writeFiles(directory.path, files, account)) }

  const port = await freePort()
  let child: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const exit = once(ending, 'exit')
    ending.kill(signal)
    await exit
  }
  // A test run that is cut short must leave neither a process nor a directory behind.
  const onExit = () => {
    child?.kill('SIGQUIT')
    rmSync(directory.path, { recursive: true, force: true })
  }
  process.once('exit', onExit)

  const server: PostgresServer = {
    url: `postgres://sluice:${password}@127.0.0.1:${port}/postgres`,
    async start(more = {}) {
      if (child) return
      const settings = Object.entries({ ...SETTINGS, ...own, ...more, port: String(port) })
      const args = ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
      child = spawn(program, args, { cwd: directory.path, stdio: ['ignore', 'ignore', 'pipe'], ...account })
      await untilReady(child)
    },
    async startStandby() {
      await writeFile(join(data, 'standby.signal'), '')
      await server.start()
    },
    stop: () => end('SIGINT'),
    kill: () => end('SIGQUIT'),
    async [Symbol.asyncDispose]() {
      await end('SIGQUIT')
      process.off('exit', onExit)
      await directory[Symbol.asyncDispose]()
    },
  }
  try {
    await server.start()
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
  return server
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
async function ownedBy(directory: string): Promise<Account> {
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
async function writeFiles(
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

function untilReady(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000)
    if (/database system is ready to accept (read-only )?connections/.test(said)) resolve()
  })
  child.once('error', reject)
  child.once('exit', () => {
    reject(new Error(`the private PostgreSQL did not start: ${said.trim().split('\n').slice(-3).join(' | ')}`))
  })
  return promise
}

/** Debian keeps each version's programs in a folder of its own; the newest is the best. */
async function serverFolders(): Promise<readonly string[]> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root).catch(() => [])
  return versions.toSorted((a, b) => Number(b) - Number(a)).map(version => join(root, version, 'bin'))
}
