/** The scopes that a user must have: all of one of the lists. One list that is empty asks for a user and nothing more. */
export type Scopes = readonly (readonly string[])[]

/** What a user must have, by the coordinates of fields, input fields and types; each of a list must hold. */
export type Guards = ReadonlyMap<string, readonly Scopes[]>

/** Why a field or an input field is not for a user. */
export interface Denial {
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN' | 'REQUEST_RATE_LIMITED'
  readonly message: string
}
