/** The schema file, which every command takes. */
export const SCHEMA_ARGUMENT = {
  schema: { type: 'positional', description: 'The schema file (schema.graphql)', required: false },
} as const
