/** The request did not come through; `cause` is Node's or undici's error. */
export class SendError extends Error {
  override readonly name = 'SendError'
  /** Whether the answer had begun. */
  readonly headersSeen: boolean

  constructor(headersSeen: boolean, cause: unknown) {
    super('no whole answer', { cause })
    this.headersSeen = headersSeen
  }
}
