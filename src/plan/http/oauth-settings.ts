import type { ClientCredentials } from '../../source/client-credentials.ts'

/** How a source gets its access token (RFC 6749, section 4.4: client credentials). */
export interface OAuthSettings extends ClientCredentials {
  /** Absolute, http or https. */
  readonly tokenURL: string
  /** The proxy on the way there. */
  readonly proxy: string | undefined
  /** As the token endpoint takes it; blanks between several. */
  readonly scope: string | undefined
  readonly audience: string | undefined
}

/** What stands as Authorization of a request until the token is there. */
export const TOKEN_TO_COME = 'Bearer'
