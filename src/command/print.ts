import { defineCommand } from 'citty'
import { readConfig } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import { SCHEMA_ARGUMENT, withSchemas } from './schema-argument.ts'

export const printCommand = defineCommand({
  meta: { name: 'print', description: 'Print the public schema, as clients see it' },
  args: {
    ...SCHEMA_ARGUMENT,
    resolvers: {
      type: 'string',
      description: 'Resolvers of your own, where the schema has scalars of theirs',
      valueHint: 'file',
    },
    definitions: {
      type: 'boolean',
      description: 'Instead of it, what the files use without defining it: directives and implied types, for editors',
    },
  },
  async run({ args }) {
    const { schemaPath, resolvers } = readConfig(withSchemas(args), readEnvironment())
    const { printSchema } = await import('../compose/print-schema.ts')
    process.stdout.write(await printSchema({ schemaPath, resolvers, definitions: args.definitions }))
  },
})
