import { type Program, provideProgram } from './find-program.ts'
import { freePort } from './free-port.ts'
import { accountFor, writeFiles } from './postgres-server.ts'
import { startPrivateServer } from './private-server.ts'
import { sharedDoor } from './shared-server.ts'
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

/**
 * Starts a PgBouncer of its own before the PostgreSQL that all tests of a run share: two connections for a database unless
 * `settings` say otherwise. `files` are settings that name a file, with its text.
 */
export async function startPgBouncer(
  mode: 'session' | 'transaction' | 'statement',
  settings: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Pooler> {
  const program = await provideProgram(PGBOUNCER)
  const server = new URL(await sharedDoor('/postgres'))
  const port = await freePort()
  const running = await startPrivateServer(await createTempDirectory(), async directory => {
    // It refuses to run as root.
    const account = await accountFor(directory)
    const all = {
      listen_addr: '127.0.0.1',
      listen_port: port,
      unix_socket_dir: '',
      auth_type: 'any',
      pool_mode: mode,
      default_pool_size: 2,
      ...settings,
      ...(await writeFiles(directory, files, account)),
    }
    const { hostname: host, username: user, password } = server
    const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`)
    const ini = `[databases]
* = host=${host} port=${server.port} user=${user} password=${password}
[pgbouncer]
${lines.join('\n')}
`
    const { config } = await writeFiles(directory, { config: ini }, account)
    return {
      url: '',
      program,
      args: [config ?? ''],
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
