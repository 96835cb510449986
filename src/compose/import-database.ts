import { relative } from 'node:path'
import { schemasNamed } from '../compile/catalog/schemas-named.ts'
import { resolveSqlServer } from '../compile/source/sql-server.ts'
import { type ImportedSchema, importStructure } from '../import/sql/import-structure.ts'
import { selectTables, type TableSelection } from '../import/sql/select-tables.ts'
import { SourceError } from '../source/source-error.ts'
import { readStructure } from '../source/sql/read-structure.ts'

export interface ImportDatabaseOptions {
  /** `mysql://user:password@host:port/database`, or `sqlite:` and a path from the working directory. */
  readonly url: string
  readonly selection: TableSelection
  readonly mutations: boolean
  /** Where the schema file will be; a `sqlite:` path in it starts there. */
  readonly directory: string
  /** Told what is under way; a large catalogue takes its time. */
  onProgress(text: string): void
}

/** For all of the catalogue, in milliseconds: some servers open every table for it. */
const TIMEOUT = 120_000

/** Reads a database and writes its schema file. Throws Error with one line, without the URL's password. */
export async function importDatabase(options: ImportDatabaseOptions): Promise<ImportedSchema> {
  const { url, selection, mutations, directory, onProgress } = options
  const server = resolveSqlServer(url, undefined, process.cwd(), 'url', (_argument, message, suggestion) => {
    throw new Error([`${message.charAt(0).toUpperCase()}${message.slice(1)}`, suggestion].join(' ').trim())
  })
  const source = { name: 'db', ...server, timeout: TIMEOUT, schemas: schemasOf(selection) }
  const onAnswer = (count: number) => onProgress(`Reading the catalogue: ${count} answers`)
  const structure = await readStructure(source, onAnswer).catch(explain)
  onProgress(`Writing ${structure.tables.size} tables and views`)
  return importStructure(selectTables(structure, selection), {
    scheme: server.url.slice(0, server.url.indexOf(':') + 1),
    defaultURL: defaultOf(server.url, directory),
    mutations,
  })
}

function schemasOf(selection: TableSelection): readonly string[] {
  if (selection.kind === 'default') return []
  return selection.kind === 'schemas' ? selection.names : schemasNamed(selection.names)
}

function explain(error: unknown): never {
  if (!(error instanceof SourceError)) throw error
  const reason =
    error.cause instanceof Error ? error.cause.message || (error.cause as NodeJS.ErrnoException).code : undefined
  throw new Error(`The database can't be read: ${reason ?? error.message}`, { cause: error })
}

/** The path of a SQLite file, which is no secret, where it can stand in a template. */
function defaultOf(url: string, directory: string): string | undefined {
  if (!url.startsWith('sqlite:')) return undefined
  const path = url.slice('sqlite:'.length)
  const short = relative(directory, path)
  const text = short.startsWith('..') ? path : short
  return /^[^'"\\{}]+$/.test(text) ? `sqlite:${text}` : undefined
}
