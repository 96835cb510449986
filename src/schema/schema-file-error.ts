/**
 * The schema file can't be read; `message` says which and why.
 *
 * @example
 * ```ts
 * import { printSchema, SchemaFileError } from 'sluice'
 *
 * await printSchema({ schemaPath: 'missing.graphql' }).catch(error => {
 *   console.log(error instanceof SchemaFileError) // true
 * })
 * ```
 */
export class SchemaFileError extends Error {
  override readonly name = 'SchemaFileError'
}
