import type { Structure } from '../../source/structure.ts'
import { createRenaming } from '../name/renaming.ts'
import { printSdl } from '../sdl/print-sdl.ts'
import { renameSdl } from '../sdl/rename-sdl.ts'
import { DECLARED_SCALARS } from '../sdl/scalars.ts'
import { EnumLiteral, type SdlDefinition } from '../sdl/sdl.ts'
import { ownAggregates } from './aggregate-fields.ts'
import { buildModel } from './build-model.ts'
import { listFilters } from './list-filters.ts'
import type { Model } from './model.ts'
import { mutationTypes } from './mutation-type.ts'
import { objectType } from './object-type.ts'
import { queryType } from './query-type.ts'
import { relatedAggregates } from './related-aggregates.ts'

export interface ImportOptions {
  /** What begins the URL of such a database: `mysql:`. */
  readonly scheme: string
  /** Where the database is if DATABASE_URL does not say; never one with a password. */
  readonly defaultURL: string | undefined
  /** Whether rows can be created, changed and deleted as well. */
  readonly mutations: boolean
  /** Whether rows can be counted, computed over and grouped, and others filtered and ordered by that. */
  readonly aggregates?: boolean
  /** What stands in front of the names of types, root fields and the source: `Shop`. */
  readonly prefix?: string | undefined
}

export interface ImportedSchema {
  /** The text of the schema file. */
  readonly text: string
  readonly types: number
  /** What of the database is not in it, a sentence each. */
  readonly leftOut: readonly string[]
}

/** Writes the schema file of a database. Throws Error where there is nothing to show. */
export function importStructure(structure: Structure, options: ImportOptions): ImportedSchema {
  const { defaultURL, mutations, aggregates = false, prefix } = options
  const renaming = createRenaming(prefix)
  const model = buildModel(structure, renaming)
  if (model.types.length === 0) throw new Error('The database has no tables with columns.')
  const definitions = [
    sourceDefinition(model, defaultURL),
    queryType(model, aggregates),
    ...(mutations ? mutationTypes(model) : []),
    ...model.types.map(type => objectType(type, model, aggregates)),
    ...listFilters(model),
    ...(aggregates ? [...ownAggregates(model), ...relatedAggregates(model)] : []),
    ...model.enums,
    ...scalarDefinitions(model),
  ]
  const head = header(options, renaming.variable('DATABASE_URL'), model.leftOut)
  const text = `${head}\n${printSdl(renameSdl(definitions, renaming))}`
  return { text, types: model.types.length, leftOut: model.leftOut }
}

/** Those of the fields and of what is in their lists, which are those of all arguments too. */
function scalarDefinitions({ types }: Model): SdlDefinition[] {
  const used = new Set(
    types.flatMap(({ fields }) => [...fields.values()].map(({ type }) => type.replaceAll(/[[\]]/g, ''))),
  )
  return DECLARED_SCALARS.filter(name => used.has(name)).map(name => ({ kind: 'scalar', name }))
}

function header({ defaultURL, scheme }: ImportOptions, variable: string, leftOut: readonly string[]): string {
  const port = scheme.startsWith('postgres') ? 5432 : 3306
  const lines = [
    defaultURL !== undefined
      ? `${variable}, in the environment or in a file .env, names another database: ${variable}=sqlite:path/to/file.db`
      : `Say where the database is, in the environment or in a file .env: ${variable}=${scheme}//user:password@host:${port}/database`,
    ...leftOut.map(text => `Left out: ${text}`),
  ]
  return lines.map(line => `# ${line}\n`).join('')
}

/** `extend schema @source(…)`: where the database is comes from the environment, with a default where that is no secret. */
function sourceDefinition({ naming }: Model, defaultURL: string | undefined): SdlDefinition {
  const url = defaultURL === undefined ? '{$env.DATABASE_URL}' : `{$env.DATABASE_URL ?? '${defaultURL}'}`
  const sql = { url, ...(naming === 'SAME' ? {} : { naming: new EnumLiteral(naming) }) }
  return { kind: 'extend schema', name: '', directives: [{ name: 'source', args: { name: 'db', sql } }] }
}
