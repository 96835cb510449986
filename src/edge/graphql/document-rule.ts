import type { TrustedDocuments } from '../../guard/trusted-documents.ts'
import type { AskedParams, GraphQLParams } from './graphql-params.ts'
import type { KeptDocuments } from './kept-documents.ts'
import { type Refusal, refuse, refusePersisted, refuseUnknownDocument, refuseUntrusted } from './refusal.ts'

export interface DocumentOptions {
  /** The operations that are known before anybody asks for them. */
  readonly trusted: TrustedDocuments
  /** Whether no others are run. */
  readonly onlyTrusted: boolean
  /** What clients have sent with its hash; undefined where nothing of that is kept. */
  readonly kept: KeptDocuments | undefined
}

/** The operation that a client asks for, by its text or by an id. */
export function createDocumentRule({ trusted, onlyTrusted, kept }: DocumentOptions) {
  return ({ query, documentId, hash, operationName, variables }: AskedParams): GraphQLParams | Refusal => {
    if (query !== undefined) {
      if (onlyTrusted && !trusted.has(query)) return refuseUntrusted()
      if (hash === undefined || !kept) return { query, operationName, variables }
      return kept.fits(hash, query)
        ? { query, operationName, variables, hash }
        : refuse(400, 'The "sha256Hash" of the request is not that of its "query".')
    }
    // Who asks by Apollo's hash alone sends the text with the next request.
    if (documentId === undefined && trusted.isEmpty && !kept) return refusePersisted()
    const known =
      trusted.text(documentId ?? '') ??
      (hash === undefined ? undefined : (trusted.text(`sha256:${hash}`) ?? trusted.text(hash) ?? kept?.text(hash)))
    return known === undefined ? refuseUnknownDocument() : { query: known, operationName, variables }
  }
}
