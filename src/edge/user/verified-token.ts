import type { User } from '../../plan/user/user.ts'

export interface VerifiedToken {
  readonly user: User
  /** When it is to be verified again, in milliseconds of `Date.now()`. */
  readonly until: number
  /** Roughly what its user takes of the memory. */
  readonly bytes: number
}
