/** The code that goes with the schema. */
export const RESOLVERS_ARGUMENT = {
  resolvers: {
    type: 'string',
    description: 'Resolvers of your own: a module that exports them (none)',
    valueHint: 'file',
  },
} as const
