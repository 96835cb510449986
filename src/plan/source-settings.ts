import type { NamedTemplate } from './http/http-binding.ts'

/** What one `@source` says, its templates evaluated; times in milliseconds. */
export type SourceSettings = HttpSourceSettings | SqlSourceSettings

interface CommonSettings {
  readonly name: string
  readonly naming: Naming
  /** The longest that one call may take. */
  readonly timeout: number
}

export interface HttpSourceSettings extends CommonSettings {
  readonly kind: 'http'
  readonly baseURL: string
  /** Sent with every call; names in lower case. */
  readonly headers: readonly NamedTemplate[]
}

export interface SqlSourceSettings extends CommonSettings {
  readonly kind: 'sql'
  /** `mysql://…`, `postgres://…`, or `sqlite:` and an absolute path. */
  readonly url: string
  /** Most rows that one statement may answer. */
  readonly maxRows: number
  /** Most connections to the server at once. */
  readonly poolSize: number
}

/** How a source spells the names of plain fields and of inputs that are sent whole. */
export type Naming = 'SAME' | 'SNAKE_CASE'
