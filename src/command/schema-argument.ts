/** The schema, which every command takes: one file or folder, or several. */
export const SCHEMA_ARGUMENT = {
  schema: { type: 'positional', description: 'Schema files, or folders of them (schema.graphql)', required: false },
} as const

/** The arguments of a command with all the paths that it was given. */
export function withSchemas<A extends { readonly _: readonly string[] }>(args: A): A & { readonly schema: unknown } {
  return { ...args, schema: args._.length > 0 ? args._ : undefined }
}
