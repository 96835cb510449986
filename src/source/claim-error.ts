import { SourceError } from './source-error.ts'

/** What a call comes to that needs a claim of the user: nothing is sent without it. */
export function claimError(
  { claim, hasToken }: { readonly claim: string; readonly hasToken: boolean },
  source: string,
): SourceError {
  return hasToken
    ? new SourceError(`The user's token has no claim "${claim}", which this field needs.`, {
        code: 'FORBIDDEN',
        source,
      })
    : new SourceError('This field needs a user. Send a token.', { code: 'UNAUTHENTICATED', source })
}

/** What a call comes to that a claim's value can't be put into. */
export function unfitClaim(source: string, cause: unknown): SourceError {
  const message = "A claim of the user's token has a value that can't be sent to the source."
  return new SourceError(message, { code: 'FORBIDDEN', source, cause })
}
