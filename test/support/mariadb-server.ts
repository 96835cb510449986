import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram, type Program } from './find-program.ts'
import { freePort } from './free-port.ts'
import { createTempDirectory } from './temp-directory.ts'

/** The packages with the programs only: `mariadb-server` would start a service of the system. */
export const MARIADB: Program = {
  title: 'MariaDB or MySQL',
  commands: ['mariadbd', 'mysqld'],
  debianPackages: ['mariadb-server-core', 'mariadb-client-core'],
  variable: 'TEST_MYSQL_URL',
}

export interface MariaServer extends AsyncDisposable {
  /** `mysql://user:password@127.0.0.1:port`, the same after a restart; the user may do everything. */
  readonly url: string
  start(): Promise<void>
  /** Ends it in good order; clients see their connections closed. */
  stop(): Promise<void>
  /** Ends it as a power failure would. */
  kill(): Promise<void>
}

/** Starts a MariaDB or MySQL of its own: private data directory, socket and free port, all gone at the end. */
export async function startMariaServer(more: readonly string[] = []): Promise<MariaServer> {
  const program = await findProgram(MARIADB)
  const directory = await createTempDirectory()
  const options = ['--no-defaults', `--datadir=${join(directory.path, 'data')}`, ...userOption()]
  await createDataDirectory(program, directory.path, options)

  const password = randomUUID()
  const initFile = join(directory.path, 'init.sql')
  await writeFile(
    initFile,
    `CREATE USER IF NOT EXISTS 'sluice'@'127.0.0.1' IDENTIFIED BY '${password}';\n` +
      `GRANT ALL ON *.* TO 'sluice'@'127.0.0.1' WITH GRANT OPTION;\n`,
  )
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
  const start = async () => {
    if (child) return
    const args = [...options, ...serverOptions(directory.path, port), `--init-file=${initFile}`, ...more]
    child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    await untilReady(child)
  }
  // A test run that is cut short must leave neither a process nor a directory behind.
  const onExit = () => {
    child?.kill('SIGKILL')
    rmSync(directory.path, { recursive: true, force: true })
  }
  process.once('exit', onExit)

  const server: MariaServer = {
    url: `mysql://sluice:${password}@127.0.0.1:${port}`,
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL')
      process.off('exit', onExit)
      await directory[Symbol.asyncDispose]()
    },
  }
  try {
    await start()
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
  return server
}

async function createDataDirectory(program: string, directory: string, options: readonly string[]): Promise<void> {
  const run = promisify(execFile)
  const { stdout: version } = await run(program, ['--version'])
  if (!version.includes('MariaDB')) {
    await run(program, [...options, '--initialize-insecure'])
    return
  }
  const installer = await findProgram({ ...MARIADB, commands: ['mariadb-install-db', 'mysql_install_db'] })
  await run(installer, [...options, '--skip-test-db', '--skip-name-resolve', `--tmpdir=${directory}`])
}

/** Small and fast: the data needn't outlive the machine. `loose` marks what only one of MariaDB and MySQL knows. */
function serverOptions(directory: string, port: number): string[] {
  return [
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    `--socket=${join(directory, 'socket')}`,
    `--pid-file=${join(directory, 'pid')}`,
    `--tmpdir=${directory}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--performance-schema=OFF',
    '--innodb-buffer-pool-size=32M',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-doublewrite=0',
    '--innodb-use-native-aio=0',
    '--loose-mysqlx=OFF',
  ]
}

/** Both servers refuse to run as root unless told to. */
function userOption(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}

function untilReady(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000)
    if (said.includes('ready for connections')) resolve()
  })
  child.once('error', reject)
  child.once('exit', () => {
    reject(new Error(`the private database server did not start: ${said.trim().split('\n').slice(-3).join(' | ')}`))
  })
  return promise
}
