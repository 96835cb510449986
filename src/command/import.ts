import { writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { defineCommand } from 'citty'
import type { ImportedSchema } from '../compose/imported-schema.ts'
import { readEnvironment } from '../config/read-environment.ts'
import { createRenaming } from '../import/name/renaming.ts'
import { headersOf } from './header-flags.ts'
import { startProgressLine } from './progress-line.ts'
import { writtenLines } from './written-lines.ts'

/** What can be imported from, with the flags that mean something there. */
const KINDS = new Map<string, readonly string[]>([
  ['sql', ['tables', 'schemas', 'mutations', 'aggregates']],
  ['openapi', ['include', 'exclude', 'queries', 'nullable', 'header']],
  ['json', ['name', 'header']],
])

export const importCommand = defineCommand({
  meta: { name: 'import', description: 'Write a schema for a database, an API or an answer that is there' },
  args: {
    kind: { type: 'positional', description: 'sql, openapi or json', required: false },
    from: {
      type: 'positional',
      description:
        'sql: mysql://…, postgres://… or sqlite:… (the variable DATABASE_URL). openapi, json: a file or a URL',
      required: false,
    },
    tables: { type: 'string', description: 'sql: only these tables and views (all)', valueHint: 'a,b' },
    schemas: {
      type: 'string',
      description: 'sql: these schemas, on MySQL databases (the default one)',
      valueHint: 'a,b',
    },
    mutations: { type: 'boolean', description: 'sql: let clients create, change and delete rows as well' },
    aggregates: { type: 'boolean', description: 'sql: let clients count, compute over and group rows as well' },
    include: { type: 'string', description: 'openapi: only these paths or tags (all)', valueHint: '/posts/**,tag' },
    exclude: { type: 'string', description: 'openapi: all but these paths or tags', valueHint: '/admin/**,tag' },
    queries: {
      type: 'string',
      description: 'openapi: the POSTs that only read, by paths or tags',
      valueHint: '/search,tag',
    },
    nullable: { type: 'boolean', description: 'openapi: whatever the document requires may be null in answers' },
    name: { type: 'string', description: 'json: the type of one object of it', valueHint: 'Post' },
    header: {
      type: 'string',
      description: 'openapi, json: a header to ask the URL with, as often as needed',
      valueHint: "'Name: value'",
    },
    prefix: {
      type: 'string',
      description: 'In front of types, root fields, sources and variables, beside another import',
      valueHint: 'Shop',
    },
    json: { type: 'boolean', description: 'Write JSON for tools: the schema, and each note with all of its places' },
    output: { type: 'string', description: 'A new file to write to (standard output)', valueHint: 'file' },
    into: {
      type: 'string',
      description: 'A generated file: a later import writes over it, and tells what has changed',
      valueHint: 'file',
    },
    force: { type: 'boolean', description: '--into: write over a file that was edited, or was not generated' },
  },
  async run({ args, rawArgs }) {
    const { kind = '', from } = args
    const flags = KINDS.get(kind)
    if (!flags)
      throw new Error(`Say what to import from: "sql", "openapi" or "json". Write: sluice import openapi FILE`)
    refuseOthers(kind, args, flags, [...KINDS.values()].flat())
    const { into, output, json, force = false } = args
    if (into !== undefined && (output !== undefined || json))
      throw new Error('--into stands without --output and --json.')
    if (into === undefined && force) throw new Error('--force says what --into may write over: --into FILE --force')
    const imported = await importSchema(kind, from, { ...args, headers: headersOf(rawArgs) })
    if (into !== undefined && imported.written) {
      for (const line of [...imported.notes, ...writtenLines(into, imported.written)]) console.error(line)
      return
    }
    const text = args.json ? `${JSON.stringify({ schema: imported.text, notes: imported.causes })}\n` : imported.text
    for (const note of args.json ? [] : imported.notes) console.error(note)
    if (args.output === undefined) process.stdout.write(text)
    else await writeNew(args.output, text)
  },
})

interface Flags {
  readonly tables?: string | undefined
  readonly schemas?: string | undefined
  readonly mutations?: boolean | undefined
  readonly aggregates?: boolean | undefined
  readonly include?: string | undefined
  readonly exclude?: string | undefined
  readonly queries?: string | undefined
  readonly nullable?: boolean | undefined
  readonly name?: string | undefined
  readonly prefix?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly output?: string | undefined
  readonly into?: string | undefined
  readonly force?: boolean | undefined
}

/** The line of progress is gone before anything else is written. Each import is loaded only when it is asked for. */
async function importSchema(kind: string, from: string | undefined, flags: Flags): Promise<ImportedSchema> {
  using progress = startProgressLine()
  const { into, force } = flags
  const common = { prefix: flags.prefix, into, force, onProgress: progress.tell }
  if (kind === 'openapi') {
    if (!from) throw new Error('Give the OpenAPI document: sluice import openapi openapi.yaml')
    const { importOpenApi } = await import('../compose/import-openapi.ts')
    const [include, exclude, queries] = [flags.include, flags.exclude, flags.queries].map(listOf)
    return importOpenApi({
      from,
      include,
      exclude,
      queries,
      nullable: flags.nullable,
      headers: flags.headers,
      ...common,
    })
  }
  if (kind === 'json') {
    const { name, headers } = flags
    if (!from || !name) throw new Error('Give the JSON and a name: sluice import json https://host/posts --name Post')
    const { importJson } = await import('../compose/import-json.ts')
    return importJson({ from, name, headers, ...common })
  }
  const variable = createRenaming(flags.prefix).variable('DATABASE_URL')
  const url = from || readEnvironment()[variable]
  if (!url)
    throw new Error(
      `Give the URL of the database, or set ${variable}: sluice import sql mysql://user:password@host:3306/database`,
    )
  const { importDatabase } = await import('../compose/import-database.ts')
  const imported = await importDatabase({
    url,
    tables: namesOf(flags.tables),
    schemas: namesOf(flags.schemas),
    mutations: flags.mutations,
    aggregates: flags.aggregates,
    directory: flags.output === undefined ? undefined : dirname(resolve(flags.output)),
    ...common,
  })
  // The file says it itself.
  return { ...imported, notes: [] }
}

function namesOf(text: string | undefined): string[] | undefined {
  return text?.split(',').map(name => name.trim())
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap(each => each.trim() || [])
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

/** Refuses flags that mean something only elsewhere: nothing that is written is passed over. Throws Error. */
function refuseOthers(
  kind: string,
  args: Readonly<Record<string, unknown>>,
  flags: readonly string[],
  all: readonly string[],
): void {
  const foreign = all.find(flag => args[flag] !== undefined && !flags.includes(flag))
  if (foreign !== undefined)
    throw new Error(`--${foreign} says nothing to "sluice import ${kind}". See: sluice import --help`)
}
