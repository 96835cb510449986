/** How a source gets its access token (RFC 6749, section 4.4: client credentials). */
export interface OAuthSettings {
  /** Absolute, http or https. */
  readonly tokenURL: string
  /** The proxy on the way there. */
  readonly proxy: string | undefined
  readonly clientId: string
  readonly clientSecret: string
  /** As the token endpoint takes it; blanks between several. */
  readonly scope: string | undefined
  readonly audience: string | undefined
  /** Where client and secret are sent: as Authorization (`BASIC`), or in the body (section 2.3.1). */
  readonly auth: 'BASIC' | 'BODY'
}

/** What stands as Authorization of a request until the token is there. */
export const TOKEN_TO_COME = 'Bearer'
