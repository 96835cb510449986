import { type Program, provideProgram } from './find-program.ts'
import { freePort } from './free-port.ts'
import { type PrivateServer, startPrivateServer } from './private-server.ts'
import { createTempDirectory } from './temp-directory.ts'

const REDIS: Program = {
  title: 'Redis',
  commands: ['redis-server'],
  debianPackages: ['redis-server'],
  variable: 'REDIS_SERVER_PATH',
}

/** Starts a Redis of its own, on a free port and without a file. */
export async function startRedis(): Promise<PrivateServer> {
  const program = await provideProgram(REDIS)
  const port = await freePort()
  return await startPrivateServer(await createTempDirectory(), async directory => ({
    url: `redis://127.0.0.1:${port}`,
    // It says on its standard output that it is ready.
    program: 'sh',
    args: [
      '-c',
      'exec "$0" "$@" 1>&2',
      program,
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--dir',
      directory,
    ],
    ready: /Ready to accept connections/,
    stopSignal: 'SIGTERM',
    killSignal: 'SIGKILL',
  }))
}
