import { constants } from 'node:fs'
import { lstat, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Project } from './create-project.ts'
import { makeFolder } from './make-folder.ts'
import { environmentText } from './project-files.ts'

export interface WrittenProject {
  readonly written: readonly string[]
  /** Those that were there before. */
  readonly kept: readonly string[]
  /** Variables without a value. */
  readonly missing: readonly string[]
  /** Whether others than its owner may read `.env`, which was there before. */
  readonly isExposed: boolean
}

/** What is added to where it is there. */
const ADDED_TO = ['.env', '.gitignore']
/** A link that somebody has made in the meantime is not followed. Windows has no such flag. */
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)

/** Throws Error where a folder has a schema already, or where a link leads out of it what is to be added to its files. */
export async function refuseProject(folder: string): Promise<void> {
  const schema = join(folder, 'schema')
  const names = await readdir(schema).catch(() => [])
  if (names.length > 0)
    throw new Error(
      `There is something in ${schema} already. Add to it: sluice import sql --into ${join(schema, 'db.graphql')}`,
    )
  for (const path of ADDED_TO.map(name => join(folder, name)))
    if (await isLink(path))
      throw new Error(
        `${path} is a symbolic link, and what stands where it leads is not changed. Put a file in its place.`,
      )
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true
}

/** Writes the files of a project; none that is there is written over, but `.env` and `.gitignore` get the lines that they lack. */
export async function writeProject(folder: string, { files, variables }: Project): Promise<WrittenProject> {
  const written: string[] = []
  const kept: string[] = []
  for (const [name, text] of files) ((await writeNew(join(folder, name), text)) ? written : kept).push(name)
  const known = parseEnv(await readOr(join(folder, '.env'), ''))
  const news = variables.filter(({ name }) => known[name] === undefined)
  if (await addLines(join(folder, '.env'), environmentText(news), 0o600)) written.push('.env')
  const ignored = (await readOr(join(folder, '.gitignore'), '')).split(/\r?\n/)
  const lines = ['.env', 'node_modules/'].filter(line => !ignored.includes(line) && !ignored.includes(`/${line}`))
  if (await addLines(join(folder, '.gitignore'), lines.map(line => `${line}\n`).join(''))) written.push('.gitignore')
  const missing = variables.filter(({ name, value }) => (known[name] ?? value) === '').map(({ name }) => name)
  return { written, kept, missing, isExposed: await isExposed(join(folder, '.env')) }
}

/** Windows has no such rights, and says that all may read. */
async function isExposed(path: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0
}

async function writeNew(path: string, text: string): Promise<boolean> {
  await makeFolder(dirname(path))
  try {
    await writeFile(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Adds lines at the end of a file, which may be there; whether there were any. */
async function addLines(path: string, lines: string, mode?: number): Promise<boolean> {
  if (lines === '') return false
  const former = await readOr(path, '')
  const gap = former === '' || former.endsWith('\n') ? '' : '\n'
  await writeFile(path, `${gap}${lines}`, { flag: APPEND, mode })
  return true
}

async function readOr(path: string, fallback: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fallback
    throw error
  }
}
