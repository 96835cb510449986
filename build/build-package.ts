import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createUsersDatabase } from '../demo/users-database.ts'
import { bundle } from './bundle.ts'
import { licensesOf } from './licenses.ts'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

/** What is copied as it is; what is missing is left out. */
const COPIED = ['demo/data', 'schema.graphql', 'README.md', 'LICENSE']

/** What is started as a process; it brings all packages that it needs, in few files. */
const PROGRAMS = ['src/cli', 'src/source/sql/sqlite/process', 'src/source/sql/sqlite/parent-watch', 'demo/posts-api']

/**
 * Builds the npm package into `folder`, which is replaced: the command and its processes as one bundle, the library as
 * another, which shares its packages with who imports it, its types, the page, and the demo. What the sources read from
 * beside them lies at the same places there.
 */
export async function buildPackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await Promise.all([buildTypes(folder), buildScripts(folder), buildPage(join(folder, 'src/graphiql/dist'))])
  for (const path of COPIED) await copyIfThere(path, folder)
  // Made now, because an installed package may lie where nobody may write.
  await createUsersDatabase(join(folder, 'demo/users.db'))
  await writePackageJson(folder)
  await chmod(join(folder, 'src/cli.js'), 0o755)
}

async function buildTypes(folder: string): Promise<void> {
  await runTool('typescript', 'tsc', ['-p', 'tsconfig.build.json', '--outDir', folder])
}

async function buildScripts(folder: string): Promise<void> {
  const { dependencies } = await readPackageJson()
  const chunks = 'src/command/chunks'
  const [packages] = await Promise.all([
    bundle(folder, { entries: PROGRAMS, chunks, external: [] }),
    // A schema of another copy of graphql is refused by who has asked for it.
    bundle(folder, { entries: ['src/index'], chunks: 'src/chunks', external: Object.keys(dependencies) }),
  ])
  await writeFile(join(folder, chunks, 'LICENSES.txt'), licensesOf(packages))
}

async function buildPage(folder: string): Promise<void> {
  await runTool('vite', 'vite', ['build', 'src/graphiql', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'])
}

/** Runs the `bin` of an installed package; its output is the error's where it fails. */
async function runTool(name: string, bin: string, args: readonly string[]): Promise<void> {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`)
  const { bin: bins } = JSON.parse(await readFile(path, 'utf8'))
  try {
    await run(process.execPath, [join(path, '..', bins[bin]), ...args], { cwd: root })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${bin} failed:\n${stdout}${stderr}`, { cause: error })
  }
}

async function copyIfThere(path: string, folder: string): Promise<void> {
  try {
    await cp(join(root, path), join(folder, path), { recursive: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

async function readPackageJson() {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
}

/** The root's package.json without what is for its own development. */
async function writePackageJson(folder: string): Promise<void> {
  const { name, version, description, keywords, repository, license, type, engines, dependencies } =
    await readPackageJson()
  const published = {
    name,
    version,
    description,
    keywords,
    repository,
    license,
    type,
    engines,
    files: ['src', 'demo', 'schema.graphql'],
    bin: { sluice: 'src/cli.js' },
    exports: { '.': { types: './src/index.d.ts', default: './src/index.js' }, './package.json': './package.json' },
    dependencies,
  }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
}
