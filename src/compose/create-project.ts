import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { compileSchema } from '../compile/compile-schema.ts'
import { DATABASE_KIND, importCommandLine } from '../import/import-command-line.ts'
import { clashesWith } from '../schema/clashes-with.ts'
import { loadSchema, type SchemaText } from '../schema/load-schema.ts'
import { printDefinitions } from '../schema/print-schema.ts'
import { hasErrors } from '../schema/problem.ts'
import { exampleQuery } from './example-query.ts'
import { type FirstJoin, firstJoin, type JoinedFile } from './first-join.ts'
import { markGenerated } from './generated-text.ts'
import { importDatabase } from './import-database.ts'
import { importOpenApi } from './import-openapi.ts'
import { environmentText, FIRST_TEST, GRAPHQL_CONFIG, joinsText, type ProjectVariable } from './project-files.ts'

export interface ProjectOptions {
  /** Where the project will be. */
  readonly folder: string
  /** The URL of its database. */
  readonly database: string | undefined
  /** An OpenAPI document, a file or a URL. */
  readonly api: string | undefined
  /** Where neither is given: the schema file of the demo. */
  readonly demoSchema: string
  readonly onProgress: (text: string) => void
}

export interface Project {
  /** The texts of its files, by their paths in the folder. */
  readonly files: ReadonlyMap<string, string>
  /** What goes into `.env`, and into nothing that is shared. */
  readonly variables: readonly ProjectVariable[]
  /** What is to be told, a line each. */
  readonly notes: readonly string[]
}

/** What the API's types, fields and variables have in front where the database has the same. */
const PREFIX = 'Api'

/** Makes the files of a project; writes none of them. Throws Error with one line where a source can't be read. */
export async function createProject(options: ProjectOptions): Promise<Project> {
  const { database, api, demoSchema } = options
  const isDemo = database === undefined && api === undefined
  const schema = isDemo
    ? { texts: new Map([['schema/demo.graphql', await readFile(demoSchema, 'utf8')]]), notes: [], prefix: '' }
    : await importSources(options)
  const needed = isDemo ? [{ name: 'SLUICE_DEMO', value: 'true' }] : variablesOf(schema.texts, database)
  const texts = [...schema.texts].map(([file, text]): SchemaText => ({ file, text }))
  const imported = compile(texts, needed)
  const proposed = imported && !isDemo ? firstJoin(imported, schema.prefix) : undefined
  const joins: SchemaText = { file: 'schema/joins.graphql', text: joinsText(proposed && joinText(proposed)) }
  const joined = proposed && compile([...texts, joins], needed)
  const file = joined ?? imported
  const notes =
    proposed && joined ? [`${proposed.type}.${proposed.field} joins ${proposed.target}: see schema/joins.graphql.`] : []
  const written: [string, string][] = [
    ...schema.texts,
    ...(isDemo ? [] : [[joins.file, joined ? joins.text : joinsText(undefined)] as [string, string]]),
    ['operations/first.graphql', file ? exampleQuery(file.plan, joined && proposed) : '{ __typename }\n'],
    ['test/first.test.mjs', FIRST_TEST],
    ['.graphqlrc.yml', GRAPHQL_CONFIG],
    ...(file ? [['sluice.graphql', printDefinitions(file.definition)] as [string, string]] : []),
  ]
  const variables = [{ name: 'SLUICE_SCHEMA', value: 'schema' }, ...needed]
  const shared = variables.map(({ name, value }) => ({ name, value: name.startsWith('SLUICE_') ? value : '' }))
  return {
    files: new Map([...written, ['.env.example', environmentText(shared)]]),
    variables,
    notes: [...schema.notes, ...notes],
  }
}

async function importSources({ folder, database, api, onProgress }: ProjectOptions) {
  const texts = new Map<string, string>()
  const notes: string[] = []
  const directory = resolve(folder, 'schema')
  if (database !== undefined) {
    const { text } = await importDatabase({ url: database, directory, onProgress })
    const into = 'schema/db.graphql'
    const from = database.startsWith('sqlite:') ? `sqlite:${pathFrom(folder, database.slice(7))}` : undefined
    texts.set(into, markGenerated(importCommandLine({ kind: DATABASE_KIND, from, flags: { into }, headers: [] }), text))
  }
  let prefix: string | undefined
  if (api !== undefined) {
    const into = 'schema/api.graphql'
    const isRemote = /^https?:\/\//i.test(api)
    let imported = await importOpenApi({ from: api, onProgress })
    const others = [...texts].map(([file, text]): SchemaText => ({ file, text }))
    const [clash] = clashesWith({ file: into, text: imported.text }, others)
    if (clash) {
      prefix = PREFIX
      imported = await importOpenApi({ from: api, prefix, onProgress })
      notes.push(`${clash.coordinates[0]} is in both: the API's types and fields begin with ${PREFIX}.`)
    }
    const request = {
      kind: 'openapi',
      from: isRemote ? api : pathFrom(folder, api),
      flags: { prefix, into },
      headers: [],
    }
    texts.set(into, markGenerated(importCommandLine(request), imported.text))
    notes.push(...imported.notes)
  }
  return { texts, notes, prefix: prefix ?? '' }
}

function pathFrom(folder: string, path: string): string {
  return relative(resolve(folder), resolve(path))
}

/** What the schema reads and has no default for. */
function variablesOf(texts: ReadonlyMap<string, string>, database: string | undefined): readonly ProjectVariable[] {
  const all = [...texts.values()].join('\n')
  const names = new Set([...all.matchAll(/\{\$env\.(\w+)\}/g)].map(([, name = '']) => name))
  return [...names].map(name => ({ name, value: name === 'DATABASE_URL' ? absolute(database ?? '') : '' }))
}

/** A SQLite file whose path can't stand in the schema. */
function absolute(url: string): string {
  return url.startsWith('sqlite:') ? `sqlite:${resolve(url.slice('sqlite:'.length))}` : url
}

function joinText({ type, field, target, from }: FirstJoin): string {
  return `extend type ${type} {\n  ${field}: ${target} @map(from: ${JSON.stringify(from)})\n}\n`
}

/** The files as one schema; undefined where there is something wrong with it but that variables have no value yet. */
function compile(texts: readonly SchemaText[], variables: readonly ProjectVariable[]): JoinedFile | undefined {
  const { definition, problems } = loadSchema(texts)
  if (!definition || hasErrors(problems)) return undefined
  const examples = variables.map(({ name, value }) => [
    name,
    value || (name.endsWith('_URL') ? 'http://127.0.0.1' : 'x'),
  ])
  const compiled = compileSchema(definition, {
    environment: Object.fromEntries(examples),
    directoryOf: file => dirname(join('/', file)),
  })
  return hasErrors(compiled.problems) ? undefined : { definition, plan: compiled.plan }
}
