import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { sqlStateOf } from './error.ts'

/** Most prepared statements of one session: the server keeps a plan for each. */
const MAX_PREPARED = 200

/** What a query says of its name. */
export interface PreparedName {
  readonly name: string
  readonly isKnown: boolean
  /** Those not used for longest, which the server shall forget now. */
  readonly forget: readonly string[]
}

/**
 * The names of a session's statements. A name is a hash of its text: where a server connection is shared without our
 * knowledge, a name that is there already means the same text.
 */
export class PreparedStatements {
  /** Names of those that had to leave for the last one that came. */
  #forgotten: string[] = []
  readonly #byText = new LRUCache<string, { readonly name: string; isKnown: boolean }>({
    max: MAX_PREPARED,
    dispose: ({ name }) => this.#forgotten.push(name),
  })

  nameOf(text: string): PreparedName {
    const known = this.#byText.get(text)
    if (known) return { ...known, forget: [] }
    const name = hashedName(text)
    this.#forgotten = []
    this.#byText.set(text, { name, isKnown: false })
    return { name, isKnown: false, forget: this.#forgotten }
  }

  /** The server has run it. */
  learn(text: string): void {
    const statement = this.#byText.peek(text)
    if (statement) statement.isKnown = true
  }

  /** Each is prepared anew when it is used again. */
  doubtAll(): void {
    for (const statement of this.#byText.values()) statement.isKnown = false
  }
}

/** 192 bits of the hash: the server reads 63 bytes of a name. */
function hashedName(text: string): string {
  return `sluice_${createHash('sha256').update(text).digest('hex').slice(0, 48)}`
}

/**
 * 0A000 at a prepared statement: a table has changed and with it what the statement answers. 26000: somebody between
 * here and the server, or DISCARD, has dropped it.
 */
export function isStalePlan(error: unknown): boolean {
  const code = sqlStateOf(error)
  return code === '26000' || (code === '0A000' && (error as { routine?: string }).routine === 'RevalidateCachedQuery')
}
