import type { TrustedDocuments } from '../../guard/trusted-documents.ts'
import type { AskedParams, GraphQLParams } from './graphql-params.ts'
import { type Refusal, refusePersisted, refuseUnknownDocument, refuseUntrusted } from './refusal.ts'

export interface DocumentOptions {
  /** The operations that are known before anybody asks for them. */
  readonly trusted: TrustedDocuments
  /** Whether no others are run. */
  readonly onlyTrusted: boolean
}

/** The operation that a client asks for, by its text or by an id. */
export function createDocumentRule({ trusted, onlyTrusted }: DocumentOptions) {
  return ({ query, documentId, hash, operationName, variables }: AskedParams): GraphQLParams | Refusal => {
    if (query !== undefined)
      return onlyTrusted && !trusted.has(query) ? refuseUntrusted() : { query, operationName, variables }
    // Who asks by Apollo's hash alone sends the text with the next request.
    if (documentId === undefined && trusted.isEmpty) return refusePersisted()
    const known =
      trusted.text(documentId ?? '') ??
      (hash === undefined ? undefined : (trusted.text(`sha256:${hash}`) ?? trusted.text(hash)))
    return known === undefined ? refuseUnknownDocument() : { query: known, operationName, variables }
  }
}
