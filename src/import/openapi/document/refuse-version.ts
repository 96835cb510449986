import { own } from '../own-property.ts'

/** Throws Error for what is no OpenAPI document of version 3. */
export function refuseVersion(document: unknown): void {
  const version = own(document, 'openapi')
  if (own(document, 'swagger') !== undefined)
    throw new Error(
      'The document is Swagger 2.0, and OpenAPI 3.0 or 3.1 is needed. Convert it, as with: npx swagger2openapi FILE',
    )
  if (version === undefined) throw new Error('The document is no OpenAPI document: it has no "openapi: 3.1.0".')
  if (!/^3\.\d/.test(String(version)))
    throw new Error(`The document is of OpenAPI ${version}, and OpenAPI 3.0 or 3.1 is needed.`)
}
