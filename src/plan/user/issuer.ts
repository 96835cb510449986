import type { Algorithm } from '../../schema/user-directives.ts'
import type { Path } from '../path.ts'

/** Whose tokens are trusted, and how they are verified. */
export interface Issuer {
  /** The `iss` of its tokens (RFC 7519, section 4.1.1). */
  readonly issuer: string
  /** One of these must be in their `aud`; empty for any. */
  readonly audience: readonly string[]
  readonly keys: IssuerKeys
  readonly algorithms: readonly Algorithm[]
  /** The header that its tokens come in, in lower case. */
  readonly header: string
  /** Where a token says its scopes; undefined for `scope`, or else `scp`. */
  readonly scopes: Path | undefined
}

/** Where the keys are that verify signatures. */
export type IssuerKeys =
  /** With the proxy on the way there. */
  | { readonly kind: 'url'; readonly url: string; readonly proxy: string | undefined }
  /** The text of a JSON Web Key Set. */
  | { readonly kind: 'set'; readonly jwks: string }
  | { readonly kind: 'secret'; readonly secret: string }
