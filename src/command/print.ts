import { defineCommand } from 'citty'
import { printSchema } from '../compose/print-schema.ts'
import { readConfig } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import { SCHEMA_ARGUMENT } from './schema-argument.ts'

export const printCommand = defineCommand({
  meta: { name: 'print', description: 'Print the public schema, as clients see it' },
  args: SCHEMA_ARGUMENT,
  async run({ args }) {
    const { schemaPath } = readConfig(args, readEnvironment())
    process.stdout.write(await printSchema({ schemaPath }))
  },
})
