import { printSchema } from 'graphql'
import type { SchemaDefinition } from './definition.ts'

/** The public SDL, as clients see it. */
export function printPublicSchema({ schema }: SchemaDefinition): string {
  return `${printSchema(schema)}\n`
}
