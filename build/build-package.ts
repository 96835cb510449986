import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createUsersDatabase } from '../demo/users-database.ts'
import { bundle } from './bundle.ts'
import { licensesOf } from './licenses.ts'
import { reachDeclarations } from './reach-declarations.ts'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

/** What is copied as it is; what is missing is left out. */
const COPIED = ['demo/data', 'schema.graphql']

/** What is started as a process; it brings all packages that it needs, in few files. */
const PROGRAMS = ['src/cli', 'src/source/sql/sqlite/process', 'src/source/sql/sqlite/parent-watch', 'demo/posts-api']

/**
 * Builds what the npm package runs into `folder`, which is replaced: the command and its processes as one bundle, the library as
 * another, which shares its packages with who imports it, its public types, the page, and the demo. What the sources read from
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

/** The types that the library's own lead to, and no others. */
async function buildTypes(folder: string): Promise<void> {
  const all = await mkdtemp(join(tmpdir(), 'sluice-types-'))
  try {
    await runTool('typescript', 'tsc', ['-p', 'tsconfig.build.json', '--outDir', all])
    for (const path of (await reachDeclarations(all, 'src/index.d.ts')).keys())
      await cp(join(all, path), join(folder, path))
  } finally {
    await rm(all, { recursive: true })
  }
}

async function buildScripts(folder: string): Promise<void> {
  const { dependencies } = await readPackageJson()
  const chunks = 'src/command/chunks'
  const [packages] = await Promise.all([
    // An agent in the same process, and the SDK that who installs it adds, are met by the copy of the API that they have.
    bundle(folder, {
      entries: PROGRAMS,
      chunks,
      external: ['@graphql-tools/graphql-tag-pluck', '@opentelemetry/api', '@opentelemetry/sdk-node'],
    }),
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

/** What the command reads of it. */
async function writePackageJson(folder: string): Promise<void> {
  const { name, version, type, engines } = await readPackageJson()
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({ name, version, type, engines }, null, 2)}\n`)
}
