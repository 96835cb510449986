import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { printTable } from '../../test/support/markdown-table.ts'
import { median } from '../statistics.ts'
import { largeSchema } from './schema.ts'

const TABLES = [100, 200, 400, 800]
const ROUNDS = 3

const run = promisify(execFile)
const CLI = join(import.meta.dirname, '../../src/cli.ts')

/** Tells at its end what the process has used: milliseconds of CPU, and megabytes. */
const TELL = `data:text/javascript,${encodeURIComponent(`process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  console.error(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 }))
})`)}`

interface Use {
  readonly cpu: number
  readonly memory: number
}

async function check(path: string): Promise<Use> {
  const { stderr } = await run(process.execPath, ['--import', TELL, CLI, 'check', path, '--offline'])
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '')
}

const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'))
try {
  console.log(`sluice check --offline, medians of ${ROUNDS} processes\n`)
  const rows: string[][] = []
  for (const tables of TABLES) {
    const path = join(folder, 'schema.graphql')
    await writeFile(path, largeSchema(tables))
    const uses: Use[] = []
    for (let round = 0; round < ROUNDS; round++) uses.push(await check(path))
    const [cpu, memory] = [median(uses.map(use => use.cpu)), median(uses.map(use => use.memory))]
    rows.push([tables, cpu, memory].map(value => String(Math.round(value))))
  }
  console.log(printTable({ header: ['tables', 'CPU, ms', 'memory, MB'], rows }).join('\n'))
} finally {
  await rm(folder, { recursive: true })
}
