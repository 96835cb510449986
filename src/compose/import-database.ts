import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { schemasNamed } from '../compile/sql/catalog/schemas-named.ts'
import { resolveSqlServer } from '../compile/sql/source/sql-server.ts'
import { ConfigError } from '../config/config-error.ts'
import { checkOptions, FUNCTION, requiredText, SWITCH, TEXT, TEXTS } from '../config/options.ts'
import { DATABASE_KIND } from '../import/import-command-line.ts'
import { importStructure } from '../import/sql/import-structure.ts'
import { selectTables, type TableSelection } from '../import/sql/select-tables.ts'
import { SourceError } from '../source/source-error.ts'
import { readStructure } from '../source/sql/read-structure.ts'
import type { ImportedSchema, IntoOptions } from './imported-schema.ts'
import { isBelow } from './is-below.ts'
import { checkInto, INTO_OPTIONS, writeInto } from './write-into.ts'

export interface ImportDatabaseOptions extends IntoOptions {
  /** `mysql://user:password@host:port/database`, or `sqlite:` and a path from the working directory. */
  readonly url: string
  /** Only these tables and views; `sales.orders` is one of another schema. All of the default schema unless said. */
  readonly tables?: readonly string[] | undefined
  /** All of these schemas, on MySQL databases. */
  readonly schemas?: readonly string[] | undefined
  /** Whether clients may create, change and delete rows as well. */
  readonly mutations?: boolean | undefined
  /** Whether clients may count rows, compute over them and group them. */
  readonly aggregates?: boolean | undefined
  /** What stands in front of the names of types, root fields and the source: `Shop`. */
  readonly prefix?: string | undefined
  /** Where the schema file will be; a `sqlite:` path in it starts there. The folder of `into`, or the working directory, unless said. */
  readonly directory?: string | undefined
  /** Told what is under way; a large catalogue takes its time. */
  readonly onProgress?: ((text: string) => void) | undefined
}

const OPTIONS = {
  url: requiredText('the URL of a database such as postgres://user:password@host:5432/shop'),
  tables: TEXTS,
  schemas: TEXTS,
  mutations: SWITCH,
  aggregates: SWITCH,
  prefix: TEXT,
  directory: TEXT,
  onProgress: FUNCTION,
  ...INTO_OPTIONS,
}

const SQLITE = 'sqlite:'

/** For all of the catalogue, in milliseconds: some servers open every table for it. */
const TIMEOUT = 120_000

/**
 * Reads a database and makes its schema file, written `into` a file where one is named. Throws ConfigError, or Error with one line, without the URL's password.
 *
 * @example
 * ```ts
 * import { importDatabase } from 'sluice'
 *
 * const { written } = await importDatabase({ url: 'sqlite:shop.db', into: 'schema/shop.graphql' })
 * console.log(written?.outcome) // new
 * ```
 */
export async function importDatabase(options: ImportDatabaseOptions): Promise<ImportedSchema> {
  checkOptions('importDatabase', options, OPTIONS)
  checkInto(options)
  const {
    url,
    tables,
    schemas,
    mutations = false,
    aggregates = false,
    prefix,
    into,
    onProgress = () => undefined,
  } = options
  const { directory = into === undefined ? process.cwd() : dirname(resolve(into)) } = options
  const selection = readSelection(options)
  const server = resolveSqlServer(url, undefined, process.cwd(), 'url', (_argument, message, suggestion) => {
    throw new Error([`${message.charAt(0).toUpperCase()}${message.slice(1)}`, suggestion].join(' ').trim())
  })
  const source = { name: 'db', ...server, timeout: TIMEOUT, schemas: schemasOf(selection) }
  const onAnswer = (count: number) => onProgress(`Reading the catalogue: ${count} answers`)
  const structure = await readStructure(source, onAnswer).catch(explain)
  onProgress(`Writing ${structure.tables.size} tables and views`)
  const { text, leftOut } = importStructure(selectTables(structure, selection), {
    scheme: server.url.slice(0, server.url.indexOf(':') + 1),
    defaultURL: defaultOf(url, server.url, directory),
    mutations,
    aggregates,
    prefix,
  })
  const imported = { text, notes: leftOut, causes: leftOut.map(cause => ({ cause, places: [] })) }
  const flags = { tables: tables?.join(), schemas: schemas?.join(), mutations, aggregates, prefix }
  return await writeInto(imported, options, { kind: DATABASE_KIND, from: url, flags, headers: [] })
}

function readSelection({ tables, schemas }: ImportDatabaseOptions): TableSelection {
  if (tables && schemas)
    throw new ConfigError('Give tables or schemas, not both. A table of another schema is sales.orders')
  if (tables) return { kind: 'tables', names: tables }
  return schemas ? { kind: 'schemas', names: schemas } : { kind: 'default' }
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

/**
 * The path of a SQLite file, which is no secret, where it can stand in a template. It starts at the schema file, as it will be
 * read, but for one that was given as an absolute one and leads elsewhere.
 */
function defaultOf(given: string, url: string, directory: string): string | undefined {
  if (!url.startsWith(SQLITE)) return undefined
  const path = url.slice(SQLITE.length)
  const leadsElsewhere = !isBelow(directory, path)
  const text = leadsElsewhere && isAbsolute(given.slice(SQLITE.length)) ? path : relative(directory, path)
  return /^[^'"\\{}]+$/.test(text) ? `${SQLITE}${text}` : undefined
}
