import type { Client } from './client.ts'
import type { Key } from './source-plan.ts'

/** What is known of a load before it is made. */
export interface LoadFacts {
  /** How many keys it has at most; undefined where nobody knows. */
  readonly keys: number | undefined
  /** Whether the plan's arguments are those of a request. If not, some of them only stand for what a request will say. */
  readonly hasArgs: boolean
  /** Keys that it has whatever is answered, where there are some. */
  readonly given?: readonly Key[]
  /** Who asks. */
  readonly client: Client
}

/** The calls of a load, told without making them: tries of a call that failed are not among them. */
export interface CallDescription {
  /** Method and URL as the directive has them, with their expressions; or SQL text with placeholders. Holds no value. */
  readonly text: string
  /** Most keys that one call is for; Infinity for all that there are. */
  readonly keysPerCall: number
  /** Most calls that are made for these: pages of a list, or statements. Undefined where the arguments say it, and are not known. */
  readonly callsEach: number | undefined
  /** Fewest calls, where nothing fails, of the keys that are given, or of a load of one key. */
  readonly least: number
  /** Loads of one source that tell the same may be one call; undefined where each is its own. */
  readonly identity?: string | undefined
  /** Most items of a key's answer, where the source itself sees to it; of a connection, of its page. */
  readonly maxItems: number | undefined
}
