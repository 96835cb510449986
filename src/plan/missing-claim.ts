/** A template reads a claim that the user's token does not have. */
export class MissingClaim extends Error {
  override readonly name = 'MissingClaim'
  /** As the template names it. */
  readonly claim: string
  /** Whether there is a token at all. */
  readonly hasToken: boolean

  constructor(claim: string, hasToken: boolean) {
    super(`there is no claim "${claim}"`)
    this.claim = claim
    this.hasToken = hasToken
  }
}
