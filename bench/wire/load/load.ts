/** Whether all requests are the same, or each has an `Authorization` of its own. */
export type Sharing = 'shared' | 'unshared'

export interface Load {
  readonly url: string
  /** A file with the body that is posted. */
  readonly bodyPath: string
  readonly sharing: Sharing
  readonly connections: number
  readonly seconds: number
}

export interface LoadResult {
  /** All that were answered. */
  readonly requests: number
  /** A second. */
  readonly rate: number
  /** Of all answers with their heads. */
  readonly bytes: number
  /** Requests without an answer or with a status of 400 and above. */
  readonly failures: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}
