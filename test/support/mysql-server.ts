import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { prepareUser, serverOptions, userOption } from './mariadb-server.ts'
import { installMysql } from './mysql-install.ts'
import { type PrivateServer, startPrivateServer } from './private-server.ts'
import { createTempDirectory } from './temp-directory.ts'

/** Starts a MySQL of its own, as startMariaServer does; not one of the system, which would be MariaDB. */
export async function startMysqlServer(more: readonly string[] = []): Promise<PrivateServer> {
  const { program, args } = await installMysql()
  return await startPrivateServer(await createTempDirectory(), async directory => {
    const options = [...args, `--datadir=${join(directory, 'data')}`, ...userOption()]
    await promisify(execFile)(program, [...options, '--initialize-insecure'])
    const port = await freePort()
    const { url, initFile } = await prepareUser(directory, port)
    return {
      url,
      program,
      args: [
        ...options,
        ...serverOptions(directory, port),
        '--secure-file-priv=NULL',
        `--init-file=${initFile}`,
        ...more,
      ],
      ready: /ready for connections.*port: [1-9]/,
      stopSignal: 'SIGTERM',
      killSignal: 'SIGKILL',
    }
  })
}
