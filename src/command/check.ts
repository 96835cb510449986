import { defineCommand } from 'citty'
import { readConfig, readEnvironment } from '../config.ts'
import { printProblems } from '../schema/problem.ts'
import { SCHEMA_ARGUMENT } from './schema-argument.ts'

export const checkCommand = defineCommand({
  meta: { name: 'check', description: 'Tell every mistake of a schema at once' },
  args: {
    ...SCHEMA_ARGUMENT,
    offline: { type: 'boolean', description: 'Do not ask the databases what tables and columns they have' },
  },
  async run({ args }) {
    const config = readConfig(args, readEnvironment())
    const { checkSchema } = await import('../gateway.ts')
    const problems = await checkSchema(config, args.offline ?? false)
    if (problems.length === 0) return console.log(`${config.schemaPath}: no problems.`)
    console.log(printProblems(problems))
    if (problems.some(({ severity }) => severity === 'error')) process.exitCode = 1
  },
})
