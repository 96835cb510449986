import { databaseKind } from '../../../plan/sql/database-kind.ts'
import type { SqlServer, SqlSourceSettings } from '../../../plan/sql/sql-source-settings.ts'
import type { OptionTable } from '../../../schema/source-options/source-option.ts'
import { SQL_OPTIONS } from '../../../schema/source-options/sql-options.ts'
import type { TlsOptions } from '../../../source/tls-options.ts'
import { compileTls } from '../../source/compile-tls.ts'
import { readOptions, type SourceOptions } from '../../source/source-options.ts'
import type { OwnSettings } from '../../source-kind.ts'
import { argumentList } from '../../template/argument-list.ts'
import { startupText } from '../../template/startup-text.ts'
import { resolveSqlServer } from './sql-server.ts'

const OPTIONS: OptionTable = SQL_OPTIONS

/** What a file has not. */
const SERVER_OPTIONS = Object.keys(OPTIONS).filter(name => OPTIONS[name]?.serverOnly)

/** Compiles `@source(sql: { … })`; a relative `sqlite:` path starts at the schema file's directory. */
export function compileSqlSource(options: SourceOptions): OwnSettings<SqlSourceSettings> {
  const { values, context, files } = options
  const { report } = context
  const text = startupText(values.url, 'sql.url', 'the URL of a source', context)
  const isFile = text !== undefined && databaseKind(text) === 'SQLite'
  if (isFile) refuseServerOptions(options)
  const tls = isFile ? undefined : compileTls(options)
  const server =
    text === undefined
      ? { url: '', tls, pooler: false }
      : resolveSqlServer(text, tls, files.directory, 'sql.url', report)
  return {
    address: server.url,
    ...server,
    replicas: isFile ? [] : compileReplicas(options, tls, text),
    ...readOptions(SQL_OPTIONS, options),
  }
}

function refuseServerOptions({ values, context }: SourceOptions): void {
  for (const name of SERVER_OPTIONS)
    if (values[name] !== undefined && values[name] !== null)
      context.report(`sql.${name}`, `${name} means nothing for a SQLite file: it has no server.`, 'Remove it.')
}

/** Compiles `replicas: ["…"]`, copies of the database at `primary`; an empty URL is none. */
function compileReplicas(
  { values, context, files }: SourceOptions,
  tls: TlsOptions | undefined,
  primary: string | undefined,
): readonly SqlServer[] {
  const { replicas } = values
  const list = argumentList(replicas)
  return list.flatMap((item, index) => {
    const argument = `sql.replicas.${index}`
    const text = startupText(item, argument, 'the URL of a replica', context)
    if (text === undefined || text.trim() === '') return []
    const server = resolveSqlServer(text, tls, files.directory, argument, context.report)
    const kind = databaseKind(text)
    const wanted = primary === undefined ? kind : databaseKind(primary)
    if (kind && wanted && kind !== wanted)
      context.report(
        argument,
        `a replica is a copy of the database at url: ${kind} is no copy of ${wanted}.`,
        `Write the URL of a ${wanted} server.`,
      )
    return [server]
  })
}
