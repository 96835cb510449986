/** What a request asks, in few words. */
export interface OperationLabel {
  readonly type: 'query' | 'mutation' | 'subscription'
  /** Undefined for an operation without one. */
  readonly name: string | undefined
  /** The names of its root fields, as `posts+author`. */
  readonly fields: string
  /** The start of the SHA-256 of its text, in hexadecimal digits. */
  readonly hash: string
}

/** What went out in the end. */
export interface Sent {
  readonly status: number
  /** The path, where it is one of ours. */
  readonly route: string | undefined
  readonly bytes: number
  /** Whether the client had gone before. */
  readonly isGone: boolean
}

/** What an operation may have cost, and has. */
export interface RequestCost {
  readonly estimated: number
  readonly actual: number
}
