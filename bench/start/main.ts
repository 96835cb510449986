import { execFile } from 'node:child_process'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildPackage } from '../../build/build-package.ts'
import { printTable } from '../../test/support/markdown-table.ts'
import { createTempDirectory } from '../../test/support/temp-directory.ts'
import { median } from '../statistics.ts'
import { useToFirstAnswer } from './first-answer.ts'
import { readUse, TELLING, type Use } from './process-end.ts'
import { apiSchema, largeSchema } from './schema.ts'

const BINDINGS = [4, 1_500]
const TABLES = [100, 200, 400, 800]
const ROUNDS = 3

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

async function check(cli: string, schema: string): Promise<Use> {
  const { stderr } = await run(process.execPath, [...TELLING, cli, 'check', schema, '--offline'])
  return readUse(stderr)
}

await using directory = await createTempDirectory()
const built = join(directory.path, 'built')
await buildPackage(built)
await symlink(join(root, 'node_modules'), join(built, 'node_modules'))
const clis = { sources: join(root, 'src/cli.ts'), package: join(built, 'src/cli.js') }
const schema = join(directory.path, 'schema.graphql')

/** A row for the sources and one for the package, each after a run that fills its cache of compiled code. */
async function rowsOf(size: number, text: string, measure: typeof check): Promise<string[][]> {
  await writeFile(schema, text)
  const rows: string[][] = []
  for (const [name, cli] of Object.entries(clis)) {
    await measure(cli, schema)
    const uses: Use[] = []
    for (let round = 0; round < ROUNDS; round++) uses.push(await measure(cli, schema))
    const figures = [size, median(uses.map(({ cpu }) => cpu)), median(uses.map(({ memory }) => memory))]
    rows.push([name, ...figures.map(value => String(Math.round(value)))])
  }
  return rows
}

async function print(title: string, sizes: readonly number[], make: (size: number) => string, measure: typeof check) {
  const rows: string[][] = []
  for (const size of sizes) rows.push(...(await rowsOf(size, make(size), measure)))
  console.log(`${title}, medians of ${ROUNDS} processes\n`)
  console.log(`${printTable({ header: ['', 'size', 'CPU, ms', 'memory, MB'], rows }).join('\n')}\n`)
}

await print('sluice start to the first answer, by bindings over HTTP', BINDINGS, apiSchema, useToFirstAnswer)
await print('sluice check --offline, by bindings over HTTP', BINDINGS, apiSchema, check)
await print('sluice check --offline, by tables', TABLES, largeSchema, check)
