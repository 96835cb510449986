import { countOption, namingOption, type SourceOptions, timeoutOption } from '../source-options.ts'
import type { SqlSourceSettings } from '../source-settings.ts'
import { readSourceURL, resolveSqlURL } from '../source-url.ts'

const MAX_ROWS = { fallback: 10_000, least: 1, most: Number.POSITIVE_INFINITY }
const POOL_SIZE = { fallback: 10, least: 1, most: 1_000 }

/** Compiles `@source(sql: { … })`; a relative `sqlite:` path starts at the directory. */
export function compileSqlSource(name: string, options: SourceOptions, directory: string): SqlSourceSettings {
  const { values, context } = options
  const url = readSourceURL(values.url, 'sql.url', context)
  return Object.freeze({
    kind: 'sql',
    name,
    url: url === undefined ? '' : resolveSqlURL(url, directory, 'sql.url', context.report),
    timeout: timeoutOption(options),
    naming: namingOption(options),
    maxRows: countOption(options, 'maxRows', MAX_ROWS),
    poolSize: countOption(options, 'poolSize', POOL_SIZE),
  })
}
