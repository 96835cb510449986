import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const CACHE = join(homedir(), '.cache', 'sluice-tests')
const KEYS = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** A server that does not answer is as one that is not there. */
const PATIENCE = 120_000

const run = (program: string, args: readonly string[]) => promisify(execFile)(program, args, { timeout: PATIENCE })

/** A package of Debian that was unpacked with all that it needs. */
export interface UnpackedPackage {
  /** Of its files. */
  readonly folder: string
  /** What runs its programs: a loader, with the libraries that they were built for. */
  readonly loader: readonly [program: string, ...args: string[]]
}

/**
 * A package of Debian's unstable branch, unpacked once into a folder of this name in the user's cache; nothing of the
 * system changes. Throws an error of one line where that can't be.
 */
export async function unpackUnstable(name: string, packageName: string): Promise<UnpackedPackage> {
  const folder = join(CACHE, name)
  const found = await findUnpacked(folder)
  if (found) return found
  await unpack(folder, packageName)
  const unpacked = await findUnpacked(folder)
  if (!unpacked) throw new Error(`what ${packageName} of Debian's unstable branch has is nothing that runs`)
  return unpacked
}

async function findUnpacked(folder: string): Promise<UnpackedPackage | undefined> {
  const library = join(folder, 'usr', 'lib')
  const names = [...(await list(library)), ...(await list(`${library}64`)).map(name => `../lib64/${name}`)]
  const loader = names.find(name => /(?:^|\/)ld-linux-[\w-]+\.so\.\d$/.test(name))
  const machine = names.find(name => /^[\w]+-linux-gnu$/.test(name))
  if (loader === undefined || machine === undefined) return undefined
  return { folder, loader: [join(library, loader), '--library-path', join(library, machine)] }
}

async function unpack(folder: string, packageName: string): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const work = await mkdtemp(`${folder}-`)
  try {
    // That of the system's own sources; it may have loaded no lists yet.
    const { stdout } = await run('apt-get', ['--print-uris', 'update'])
    const [, server] = /^'(\S+\/debian)\/dists\//m.exec(stdout) ?? []
    if (!server) throw new Error('apt knows no server of Debian')
    for (const needed of ['state/lists/partial', 'cache/archives/partial', 'root'])
      await mkdir(join(work, needed), { recursive: true })
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
    await apt('install', '-y', '--no-install-recommends', '--download-only', packageName)
    const archives = join(work, 'cache', 'archives')
    for (const name of await readdir(archives))
      if (name.endsWith('.deb')) await run('dpkg-deb', ['-x', join(archives, name), join(work, 'root')])
    // Another run may have been faster.
    await rename(join(work, 'root'), folder).catch(() => undefined)
  } catch (error) {
    const lines = String((error as Error).message).split('\n')
    const reason = lines.find(line => line.startsWith('E:')) ?? lines[0]
    throw new Error(`${packageName} of Debian's unstable branch can't be had: ${reason}`)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
