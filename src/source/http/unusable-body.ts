/** A body came, and nothing can be made of it. */
export class UnusableBody extends Error {
  override readonly name = 'UnusableBody'
  readonly reason: 'too_large' | 'content_type' | 'truncated'

  constructor(reason: UnusableBody['reason'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.reason = reason
  }
}
