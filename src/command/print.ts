import { defineCommand } from 'citty'
import { readConfig, readEnvironment } from '../config.ts'
import { printPublicSchema } from '../schema/print-schema.ts'
import { SchemaProblems } from '../schema/problem.ts'
import { readSchemaFile } from '../schema/read-schema-file.ts'
import { SCHEMA_ARGUMENT } from './schema-argument.ts'

export const printCommand = defineCommand({
  meta: { name: 'print', description: 'Print the public schema, as clients see it' },
  args: SCHEMA_ARGUMENT,
  async run({ args }) {
    const { definition, problems } = await readSchemaFile(readConfig(args, readEnvironment()).schemaPath)
    if (!definition || problems.some(({ severity }) => severity === 'error')) throw new SchemaProblems(problems)
    process.stdout.write(printPublicSchema(definition))
  },
})
