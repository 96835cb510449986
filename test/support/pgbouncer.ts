import { chown, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram, installProgram, type Program } from './find-program.ts'
import { freePort } from './free-port.ts'
import { accountFor } from './postgres-server.ts'
import { startPrivateServer } from './private-server.ts'
import { sharedServerUrl } from './shared-server.ts'
import { createTempDirectory } from './temp-directory.ts'

const PGBOUNCER: Program = {
  title: 'PgBouncer',
  commands: ['pgbouncer'],
  debianPackages: ['pgbouncer'],
  variable: 'PGBOUNCER_PATH',
}

export interface Pooler extends AsyncDisposable {
  /** The URL of a database, past the pooler, as one that leads over it. */
  over(url: string): string
}

/** Starts a PgBouncer of its own before the PostgreSQL that all tests of a run share: two connections for a database. */
export async function startPgBouncer(mode: 'session' | 'transaction' | 'statement'): Promise<Pooler> {
  if (!process.env[PGBOUNCER.variable]) await installProgram(PGBOUNCER)
  const program = process.env[PGBOUNCER.variable] || (await findProgram(PGBOUNCER))
  const server = new URL(await sharedServerUrl('postgres'))
  const port = await freePort()
  const running = await startPrivateServer(await createTempDirectory(), async directory => {
    // It refuses to run as root.
    const account = await accountFor(directory)
    const path = join(directory, 'pgbouncer.ini')
    const { hostname: host, username: user, password } = server
    await writeFile(
      path,
      `[databases]
* = host=${host} port=${server.port} user=${user} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = 2
`,
      { mode: 0o600 },
    )
    if (account.uid !== undefined && account.gid !== undefined) await chown(path, account.uid, account.gid)
    return {
      url: '',
      program,
      args: [path],
      options: { cwd: directory, ...account },
      ready: /process up/,
      stopSignal: 'SIGTERM',
      killSignal: 'SIGKILL',
    }
  })
  return {
    over: url => Object.assign(new URL(url), { port }).href,
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  }
}
