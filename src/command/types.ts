import { defineCommand } from 'citty'
import { readConfig } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import { SCHEMA_ARGUMENT, withSchemas } from './schema-argument.ts'

export const typesCommand = defineCommand({
  meta: { name: 'types', description: 'Write the TypeScript types of resolvers of your own' },
  args: {
    ...SCHEMA_ARGUMENT,
    out: { type: 'string', description: 'File to write to (standard output)', valueHint: 'file' },
  },
  async run({ args }) {
    const { schemaPath, environment } = readConfig(withSchemas(args), readEnvironment())
    const { printTypes } = await import('../compose/types/print-types.ts')
    const text = await printTypes({ schemaPath, environment })
    const { out } = args
    if (out === undefined) {
      process.stdout.write(text)
      return
    }
    const { writeChanged } = await import('../compose/write-changed.ts')
    const isSame = await writeChanged(out, text)
    console.log(`${out}: ${isSame ? 'nothing has changed' : 'written'}.`)
  },
})
