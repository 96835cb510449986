import { writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { defineCommand } from 'citty'
import type { ImportDatabaseOptions } from '../compose/import-database.ts'
import { readEnvironment } from '../config.ts'
import type { ImportedSchema } from '../import/sql/import-structure.ts'
import type { Selection } from '../import/sql/select-tables.ts'
import { startProgressLine } from './progress-line.ts'

export const importCommand = defineCommand({
  meta: { name: 'import', description: 'Write a schema for a database that is there' },
  args: {
    kind: { type: 'positional', description: 'sql', required: false },
    url: {
      type: 'positional',
      description: 'mysql://…, postgres://… or sqlite:… (the variable DATABASE_URL)',
      required: false,
    },
    tables: { type: 'string', description: 'Only these tables and views (all)', valueHint: 'a,b' },
    schemas: { type: 'string', description: 'These schemas, on MySQL databases (the default one)', valueHint: 'a,b' },
    mutations: { type: 'boolean', description: 'Let clients create, change and delete rows as well' },
    output: { type: 'string', description: 'A new file to write to (standard output)', valueHint: 'file' },
  },
  async run({ args }) {
    if (args.kind !== 'sql') throw new Error(`Say what to import from, "sql". Write: sluice import sql URL`)
    const url = args.url || readEnvironment().DATABASE_URL
    if (!url)
      throw new Error('Give the URL of the database: sluice import sql mysql://user:password@host:3306/database')
    const schema = await importSchema({
      url,
      selection: readSelection(args.tables, args.schemas),
      mutations: args.mutations ?? false,
      directory: args.output === undefined ? process.cwd() : dirname(resolve(args.output)),
    })
    if (args.output === undefined) process.stdout.write(schema.text)
    else await writeNew(args.output, schema.text)
  },
})

function readSelection(tables: string | undefined, schemas: string | undefined): Selection {
  if (tables !== undefined && schemas !== undefined)
    throw new Error('Give --tables or --schemas. A table of another schema is --tables sales.orders')
  const names = (tables ?? schemas)?.split(',').map(name => name.trim())
  return names ? { kind: tables === undefined ? 'schemas' : 'tables', names } : { kind: 'default' }
}

/** The line of progress is gone before anything else is written. */
async function importSchema(options: Omit<ImportDatabaseOptions, 'onProgress'>): Promise<ImportedSchema> {
  using progress = startProgressLine()
  // Loaded only now: help and refusals need none of it.
  const { importDatabase } = await import('../compose/import-database.ts')
  return await importDatabase({ ...options, onProgress: progress.tell })
}

/** A file that is there may have been edited: it is not written over. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new Error(`The file ${path} is there already. Remove it, or choose another name.`, { cause })
    throw new Error(`The file ${path} can't be written: ${message}`, { cause })
  }
}
