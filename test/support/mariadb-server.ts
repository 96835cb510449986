import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram, type Program } from './find-program.ts'
import { freePort } from './free-port.ts'
import { type PrivateServer, startPrivateServer } from './private-server.ts'
import { createTempDirectory } from './temp-directory.ts'

/** The packages with the programs only: `mariadb-server` would start a service of the system. */
export const MARIADB: Program = {
  title: 'MariaDB',
  commands: ['mariadbd'],
  debianPackages: ['mariadb-server-core', 'mariadb-client-core'],
  variable: 'TEST_MARIADB_URL',
}

/** Starts a MariaDB of its own: private data directory, socket and free port, all gone at the end. */
export async function startMariaServer(more: readonly string[] = []): Promise<PrivateServer> {
  const program = await findProgram(MARIADB)
  return await startPrivateServer(await createTempDirectory(), async directory => {
    const options = ['--no-defaults', `--datadir=${join(directory, 'data')}`, ...userOption()]
    await createDataDirectory(directory, options)
    const port = await freePort()
    const { url, initFile } = await prepareUser(directory, port)
    return {
      url,
      program,
      args: [...options, ...serverOptions(directory, port), `--init-file=${initFile}`, ...more],
      ready: /ready for connections/,
      stopSignal: 'SIGTERM',
      killSignal: 'SIGKILL',
    }
  })
}

/** What makes a user who may do everything, and the server's URL for it. */
export async function prepareUser(directory: string, port: number): Promise<{ url: string; initFile: string }> {
  const password = randomUUID()
  const initFile = join(directory, 'init.sql')
  await writeFile(
    initFile,
    `CREATE USER IF NOT EXISTS 'sluice'@'127.0.0.1' IDENTIFIED BY '${password}';\n` +
      `GRANT ALL ON *.* TO 'sluice'@'127.0.0.1' WITH GRANT OPTION;\n`,
  )
  return { url: `mysql://sluice:${password}@127.0.0.1:${port}`, initFile }
}

async function createDataDirectory(directory: string, options: readonly string[]): Promise<void> {
  const installer = await findProgram({ ...MARIADB, commands: ['mariadb-install-db', 'mysql_install_db'] })
  await promisify(execFile)(installer, [...options, '--skip-test-db', '--skip-name-resolve', `--tmpdir=${directory}`])
}

/** Small and fast: the data needn't outlive the machine. `loose` marks what only one of MariaDB and MySQL knows. */
export function serverOptions(directory: string, port: number): string[] {
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
export function userOption(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}
