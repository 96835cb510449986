import { join } from 'node:path'
import { unpackUnstable } from './unstable-package.ts'

/** How it is run: by the loader and with the libraries that it was built for. */
export interface InstalledMysql {
  readonly program: string
  readonly args: readonly string[]
}

/** MySQL is in no release of Debian, only in its unstable branch. Throws an error of one line where it can't be had. */
export async function installMysql(): Promise<InstalledMysql> {
  const { folder, loader } = await unpackUnstable('mysql', 'mysql-server-core')
  const [program, ...args] = loader
  return {
    program,
    args: [...args, join(folder, 'usr', 'sbin', 'mysqld'), '--no-defaults', `--basedir=${join(folder, 'usr')}`],
  }
}
