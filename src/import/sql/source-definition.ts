import { EnumLiteral, type SdlDefinition } from '../sdl/sdl.ts'
import type { Model } from './model.ts'

/** `extend schema @source(…)`: where the database is comes from the environment, with a default where that is no secret. */
export function sourceDefinition({ naming }: Model, defaultURL: string | undefined): SdlDefinition {
  const url = defaultURL === undefined ? '{$env.DATABASE_URL}' : `{$env.DATABASE_URL ?? '${defaultURL}'}`
  const sql = { url, ...(naming === 'SAME' ? {} : { naming: new EnumLiteral(naming) }) }
  return { kind: 'extend schema', name: '', directives: [{ name: 'source', args: { name: 'db', sql } }] }
}
