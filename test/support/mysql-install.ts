import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Where a MySQL is kept that was unpacked once. */
const FOLDER = join(homedir(), '.cache', 'sluice-tests', 'mysql')
const KEYS = '/usr/share/keyrings/debian-archive-keyring.gpg'
const PACKAGE = 'mysql-server-core'

/** A server that does not answer is as one that is not there. */
const PATIENCE = 120_000

const run = (program: string, args: readonly string[]) => promisify(execFile)(program, args, { timeout: PATIENCE })

/** How it is run: by the loader and with the libraries that it was built for. */
export interface InstalledMysql {
  readonly program: string
  readonly args: readonly string[]
}

/**
 * MySQL is in no release of Debian, only in its unstable branch: that one is unpacked into a folder with all that it needs,
 * and nothing of the system changes. Throws an error of one line where that can't be.
 */
export async function installMysql(): Promise<InstalledMysql> {
  const found = await findMysql()
  if (found) return found
  await unpackMysql()
  const unpacked = await findMysql()
  if (!unpacked) throw new Error(`what ${PACKAGE} of Debian's unstable branch has is nothing that runs`)
  return unpacked
}

async function findMysql(): Promise<InstalledMysql | undefined> {
  const library = join(FOLDER, 'usr', 'lib')
  const names = [...(await list(library)), ...(await list(`${library}64`)).map(name => `../lib64/${name}`)]
  const loader = names.find(name => /(?:^|\/)ld-linux-[\w-]+\.so\.\d$/.test(name))
  const machine = names.find(name => /^[\w]+-linux-gnu$/.test(name))
  if (loader === undefined || machine === undefined) return undefined
  return {
    program: join(library, loader),
    args: [
      '--library-path',
      join(library, machine),
      join(FOLDER, 'usr', 'sbin', 'mysqld'),
      '--no-defaults',
      `--basedir=${join(FOLDER, 'usr')}`,
    ],
  }
}

async function unpackMysql(): Promise<void> {
  await mkdir(join(FOLDER, '..'), { recursive: true })
  const work = await mkdtemp(`${FOLDER}-`)
  try {
    // That of the system's own sources; it may have loaded no lists yet.
    const { stdout } = await run('apt-get', ['--print-uris', 'update'])
    const [, server] = /^'(\S+\/debian)\/dists\//m.exec(stdout) ?? []
    if (!server) throw new Error('apt knows no server of Debian')
    for (const folder of ['state/lists/partial', 'cache/archives/partial', 'root'])
      await mkdir(join(work, folder), { recursive: true })
    await writeFile(join(work, 'status'), '')
    await writeFile(join(work, 'sources.list'), `deb [signed-by=${KEYS}] ${server} sid main\n`)
    const settings = Object.entries({
      'Dir::Etc::SourceList': 'sources.list',
      'Dir::State': 'state',
      'Dir::State::status': 'status',
      'Dir::Cache': 'cache',
    })
    const options = [
      ...settings.map(([name, path]) => `${name}=${join(work, path)}`),
      'Dir::Etc::SourceParts=/dev/null',
      'APT::Sandbox::User=root',
      'Acquire::Languages=none',
    ]
    const apt = (...args: string[]) => run('apt-get', ['-qq', ...options.flatMap(option => ['-o', option]), ...args])
    await apt('update')
    await apt('install', '-y', '--no-install-recommends', '--download-only', PACKAGE)
    const archives = join(work, 'cache', 'archives')
    for (const name of await readdir(archives))
      if (name.endsWith('.deb')) await run('dpkg-deb', ['-x', join(archives, name), join(work, 'root')])
    // Another run may have been faster.
    await rename(join(work, 'root'), FOLDER).catch(() => undefined)
  } catch (error) {
    const lines = String((error as Error).message).split('\n')
    const reason = lines.find(line => line.startsWith('E:')) ?? lines[0]
    throw new Error(`${PACKAGE} of Debian's unstable branch can't be had: ${reason}`)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
