import type { ClientCredentials } from '../../source/client-credentials.ts'
import type { Path } from '../path.ts'
import type { Issuer } from './issuer.ts'

/** Who says who the user of a request is. Of several that do, the first counts: the proxy, tokens in headers of their own, keys, bearer tokens, the certificate. */
export interface Authorities {
  readonly proxy: ProxyUser | undefined
  readonly keys: ApiKeys | undefined
  readonly issuers: readonly Issuer[]
  readonly opaque: OpaqueTokens | undefined
  readonly certificate: ClientCertificates | undefined
}

/** Certificates that clients have shown the gateway itself. */
export interface ClientCertificates {
  readonly scopes: Path | undefined
}

/** A trusted proxy says it, in headers; their names are in lower case. */
export interface ProxyUser {
  readonly said:
    | { readonly kind: 'claims'; readonly headers: ReadonlyMap<string, string> }
    /** All claims in one header, as JSON or JSON in base64. */
    | { readonly kind: 'json'; readonly header: string }
    /** Whose certificate the client has shown, as Envoy writes it. */
    | { readonly kind: 'certificate'; readonly header: string }
  readonly scopes: Path | undefined
}

/** Keys of which only hashes are known. */
export interface ApiKeys {
  /** In lower case. */
  readonly header: string
  /** A JSON list of objects: `sha256`, and the claims of whose key it is. */
  readonly list: string
}

/** Whom to ask what tokens say (RFC 7662). */
export interface OpaqueTokens extends ClientCredentials {
  /** Absolute, http or https. */
  readonly endpoint: string
  /** The proxy on the way there. */
  readonly proxy: string | undefined
  /** The `iss` of their users; undefined for what each says. */
  readonly issuer: string | undefined
  /** One of these must be in their `aud`; empty for any. */
  readonly audience: readonly string[]
  readonly scopes: Path | undefined
  /** Milliseconds that an answer holds. */
  readonly keep: number
}

/** The header of tokens that whoever has them may use (RFC 6750, section 2.1). */
export const BEARER_HEADER = 'authorization'

/** The headers in which clients say who they are. */
export function clientUserHeaders({ keys, issuers, opaque }: Authorities): readonly string[] {
  return [...new Set([...issuers.map(({ header }) => header), keys?.header, opaque && BEARER_HEADER])].filter(
    name => name !== undefined,
  )
}

/** The headers in which a proxy says it. */
export function proxyHeaders({ proxy }: Pick<Authorities, 'proxy'>): readonly string[] {
  if (!proxy) return []
  return proxy.said.kind === 'claims' ? [...new Set(proxy.said.headers.values())] : [proxy.said.header]
}
