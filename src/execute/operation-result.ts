import type { ExecutionError } from './complete/execution-error.ts'

/** What an operation answered. */
export interface OperationResult {
  /** `{"data":…}` as JSON in UTF-8; undefined where nothing was executed, because of the variables or of a transaction that can't be. */
  readonly answer: Uint8Array | undefined
  readonly errors: readonly ExecutionError[]
}
