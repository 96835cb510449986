import { defineCommand } from 'citty'
import { readConfig } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'

export const persistCommand = defineCommand({
  meta: { name: 'persist', description: "Write the operations of a client's files as a manifest for --operations" },
  args: {
    documents: {
      type: 'positional',
      description: "Files with operations: 'src/**/*.{ts,tsx,graphql}'",
      required: false,
    },
    schema: { type: 'string', description: 'Schema files that they are to fit (any)', valueHint: 'a,b' },
    resolvers: { type: 'string', description: 'Resolvers that the schema takes (none)', valueHint: 'file' },
    out: { type: 'string', description: 'Folder, or .json file, to write to (operations/)', valueHint: 'path' },
    typename: { type: 'boolean', description: 'Ask each object for its __typename, as Apollo Client and urql do' },
  },
  async run({ args }) {
    const { _: documents, schema, out = 'operations/', typename = false } = args
    if (documents.length === 0)
      throw new Error("Say which files have the operations: sluice persist 'src/**/*.{ts,tsx,graphql}'")
    const { persistOperations } = await import('../compose/operations/persist-operations.ts')
    const environment = readEnvironment()
    const { resolvers } = readConfig({ resolvers: args.resolvers }, environment)
    const request = { documents, schemaPath: schema?.split(','), resolvers, environment, out, typename }
    const { path, count, isSame } = await persistOperations(request)
    const what = count === 1 ? '1 operation' : `${count} operations`
    console.log(`${path}: ${what}, ${isSame ? 'nothing has changed' : 'written'}.`)
  },
})
