/** How an encrypted connection to an upstream is made. The upstream's certificate is always verified. */
export interface TlsOptions {
  /** Certificates of the authorities that are trusted, as PEM; those that Node trusts unless said. */
  readonly ca?: string
  /** The certificate that is shown to the upstream with those above it, and its key, as PEM. */
  readonly cert?: string
  readonly key?: string
  /** The name that is asked for and that the upstream's certificate must have; the host of the URL unless said. */
  readonly servername?: string
}
