/** Whether all requests are the same, or each has an `Authorization` of its own. */
export type Sharing = 'shared' | 'unshared'

/** How requests come. */
export type LoadShape =
  /** Each connection asks again as soon as it has its answer. */
  | { readonly kind: 'closed'; readonly connections: number }
  /** The same, and each answer is compared with the one that is expected. */
  | { readonly kind: 'burst'; readonly connections: number }
  /** So many a second, whether or not the ones before have been answered; for `stretch` times as long as others. */
  | { readonly kind: 'rate'; readonly perSecond: number; readonly stretch: number }

/** What one request posts. */
export interface Body {
  readonly text: string
  /** Whether p50 and p99 are to count it. */
  readonly timed: boolean
}

export interface Load {
  readonly url: string
  readonly shape: LoadShape
  readonly sharing: Sharing
  readonly seconds: number
  /** A file with a body a line, for closed loops. */
  readonly bodyPath: string
  /** A file with all bodies as a list of `Body`. */
  readonly bodiesPath: string
  /** A file with the answer to the first body. */
  readonly answerPath: string
}

export interface LoadResult {
  /** All that were answered. */
  readonly requests: number
  /** A second. */
  readonly rate: number
  /** Requests without an answer, with another status than 200, or with a wrong answer. */
  readonly failures: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}
