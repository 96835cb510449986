import type { Slot } from '../../source.ts'
import type { SourceError } from '../../source-error.ts'

/** One mutation field inside its transaction. */
export interface FieldWork {
  /** Does what the field does, and answers what it answers. Throws SourceError. */
  perform(): Promise<Slot>
  /** What a client is told of what it failed with. */
  errorOf(error: unknown): SourceError
}
