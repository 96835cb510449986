import type { Connection, FieldDef, QueryArrayResult, Submittable } from 'pg'

/** A statement as it goes over the wire. */
export interface WireStatement {
  readonly text: string
  readonly values: readonly (string | Buffer | null)[]
  /** Most bytes of what the server answers; no limit unless said. */
  readonly maxBytes?: number | undefined
}

export interface ExtendedQueryOptions extends WireStatement {
  /** Run before it, with answers that nobody reads. */
  readonly before?: readonly WireStatement[]
  /** The name that the server keeps it under; empty where it keeps none. */
  readonly name?: string
  /** Whether the server knows it by its name. */
  readonly isKnown?: boolean
  /** Names of statements that the server shall forget. */
  readonly forget?: readonly string[]
  /** In milliseconds. */
  readonly timeout?: number | undefined
}

type Told = Pick<QueryArrayResult<(string | null)[]>, 'fields' | 'rows' | 'rowCount'>

/** What the server answered, in so many bytes. */
export interface Answer extends Told {
  readonly bytes: number
}

/**
 * What pg is given to send and to be told of: one statement with all that belongs to it, in one write, ended by one Sync
 * (PostgreSQL, Message Flow, Extended Query and Pipelining). Outside of a transaction all of it is one, on one server
 * connection, whatever pooler is between. Values come as the server's text.
 */
export class ExtendedQuery implements Submittable {
  /** How pg bounds the time of an answer: its timer stands before `callback`. */
  readonly query_timeout: number | undefined
  callback: (error: unknown, answer?: Told) => void
  readonly #options: ExtendedQueryOptions
  #unread: number
  #fields: FieldDef[] = []
  readonly #rows: (string | null)[][] = []
  #rowCount: number | null = null

  constructor(options: ExtendedQueryOptions, callback: (error: unknown, answer?: Told) => void) {
    this.#options = options
    this.#unread = options.before?.length ?? 0
    this.query_timeout = options.timeout
    this.callback = callback
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire
    const { text, values, before = [], name = '', isKnown = false, forget = [] } = this.#options
    wire.stream.cork()
    try {
      for (const each of forget) wire.close({ type: 'S', name: each })
      for (const each of before) {
        wire.parse({ text: each.text })
        wire.bind({ values: each.values })
        wire.execute({})
      }
      if (!isKnown) {
        // Whatever came of an attempt before: to close what is not there is no error.
        if (name !== '') wire.close({ type: 'S', name })
        wire.parse({ text, name })
      }
      wire.bind({ statement: name, values })
      wire.describe({ type: 'P', name: '' })
      wire.execute({})
      wire.sync()
    } finally {
      wire.stream.uncork()
    }
  }

  handleRowDescription({ fields }: { readonly fields: FieldDef[] }): void {
    this.#fields = fields
  }

  handleDataRow({ fields }: { readonly fields: (string | null)[] }): void {
    if (this.#unread === 0) this.#rows.push(fields)
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    if (this.#unread > 0) this.#unread--
    else this.#rowCount = rowCountOf(text)
  }

  handleEmptyQuery(): void {}

  handleCopyInResponse(connection: Connection): void {
    const wire = connection as unknown as Wire
    wire.sendCopyFail('nothing is copied')
  }

  handleCopyData(): void {}

  handleError(error: unknown): void {
    this.callback(error)
  }

  handleReadyForQuery(): void {
    this.callback(null, { fields: this.#fields, rows: this.#rows, rowCount: this.#rowCount })
  }
}

/** `INSERT 0 3`, `SELECT 3`; others have no number. */
function rowCountOf(tag: string): number | null {
  const count = / (\d+)$/.exec(tag)?.[1]
  return count === undefined ? null : Number(count)
}

/** pg's Connection as it is; its types say more than it needs. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void }
  parse(statement: { text: string; name?: string }): void
  bind(portal: { statement?: string; values: WireStatement['values'] }): void
  describe(what: { type: 'P'; name: string }): void
  execute(portal: object): void
  close(what: { type: 'S'; name: string }): void
  sync(): void
  sendCopyFail(reason: string): void
}
