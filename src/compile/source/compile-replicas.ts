import type { SqlServer } from '../../plan/source-settings.ts'
import type { TlsOptions } from '../../source/tls-options.ts'
import { startupText } from '../template/startup-text.ts'
import { databaseKind } from './resolve-sql-url.ts'
import type { SourceOptions } from './source-options.ts'
import { resolveSqlServer } from './sql-server.ts'

/** Compiles `replicas: ["…"]`, copies of the database at `primary`; an empty URL is none. */
export function compileReplicas(
  { values, context, files }: SourceOptions,
  tls: TlsOptions | undefined,
  primary: string | undefined,
): readonly SqlServer[] {
  const { replicas } = values
  const list = replicas === undefined || replicas === null ? [] : Array.isArray(replicas) ? replicas : [replicas]
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
