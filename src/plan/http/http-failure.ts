import type { Path } from '../path.ts'

/** Where an answer says that it is a failure, and what clients are shown of one. */
export interface HttpFailure {
  /** What leads to an error, in a 2xx that is none. */
  readonly when: Path | undefined
  /** What leads to a sign of success, without which a 2xx is none. */
  readonly unless: Path | undefined
  /** The text that clients are shown; undefined where they are shown none. */
  readonly message: Path | undefined
  /** The upstream's own code, for `extensions.upstreamCode`. */
  readonly code: Path | undefined
}

/** What a schema that says nothing of failures means: the status alone tells. */
export const TOLD_BY_STATUS: HttpFailure = { when: undefined, unless: undefined, message: undefined, code: undefined }
