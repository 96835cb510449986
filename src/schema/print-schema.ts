import { print } from 'graphql'
import type { SchemaDefinition } from './definition.ts'

/** The public SDL, as clients see it, with the directives that are the author's own. */
export function printPublicSchema({ publicDocument }: SchemaDefinition): string {
  return `${print(publicDocument)}\n`
}
