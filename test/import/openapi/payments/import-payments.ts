import { type ImportedDocument, importDocument } from '../../../../src/import/openapi/import-document.ts'
import { PAYMENTS } from './document.ts'

/** The schema file of the payment service. */
export function importPayments(
  patterns: { include?: readonly string[]; exclude?: readonly string[] } = {},
): ImportedDocument {
  return importDocument({
    files: new Map([['payments.json', PAYMENTS]]),
    root: 'payments.json',
    resolve: reference => reference,
    url: undefined,
    include: [],
    exclude: [],
    ...patterns,
  })
}
