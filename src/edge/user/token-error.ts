/** A token that is not taken; the message says why, and nothing that is in it. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken'
}

/** Who has issued it can't be asked, so nothing is known of a token. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable'
}
