import { constantCase } from '../../name/case.ts'
import type { Renaming } from '../../name/renaming.ts'
import { wordsOf } from '../../name/words.ts'
import { EnumLiteral, type LiteralObject, type SdlDirective } from '../../sdl/sdl.ts'
import type { NamedServer } from './name-sources.ts'
import type { Credentials } from './security.ts'

export interface ApiSource {
  /** `@source(…)`. */
  readonly directive: SdlDirective
  /** What has to be said or may be said in the environment, a sentence each. */
  readonly hints: readonly string[]
}

/** What is to be known where failures show an API's own texts. */
export const FAILURES_ARE_SHOWN = 'Clients see what the API says of its failures. Remove error to keep that from them.'

/** The source of one server. */
export function apiSource(
  { name, url }: NamedServer,
  { headers, basicAuth, hints }: Credentials,
  error: LiteralObject | undefined,
  naming: 'SAME' | 'SNAKE_CASE',
  renaming: Renaming,
): ApiSource {
  const variable = `${constantCase(wordsOf(name))}_URL`
  const told = renaming.variable(variable)
  const hint =
    url === undefined
      ? `Say where the API is, in the environment or in a file .env: ${told}=https://host/path`
      : `${told}, in the environment or in a file .env, names another server: ${told}=https://host/path`
  const http: LiteralObject = {
    baseURL: url === undefined ? `{$env.${variable}}` : `{$env.${variable} ?? '${url}'}`,
    ...(headers.length === 0 ? {} : { headers }),
    ...(basicAuth ? { basicAuth } : {}),
    ...(error ? { error } : {}),
    ...(naming === 'SAME' ? {} : { naming: new EnumLiteral(naming) }),
  }
  const shown = error ? [FAILURES_ARE_SHOWN] : []
  return { directive: { name: 'source', args: { name, http } }, hints: [hint, ...hints, ...shown] }
}
