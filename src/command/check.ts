import { defineCommand } from 'citty'
import { readConfig } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import { hasErrors, printProblems, sortProblems } from '../schema/problem.ts'
import { SCHEMA_ARGUMENT, withSchemas } from './schema-argument.ts'

export const checkCommand = defineCommand({
  meta: { name: 'check', description: 'Tell every mistake of a schema at once' },
  args: {
    ...SCHEMA_ARGUMENT,
    json: { type: 'boolean', description: 'Tell the mistakes as one JSON document, for tools' },
    offline: { type: 'boolean', description: 'Do not ask the databases what tables and columns they have' },
  },
  async run({ args }) {
    const { schemaPath, environment } = readConfig(withSchemas(args), readEnvironment())
    const { checkSchema } = await import('../compose/check-schema.ts')
    const problems = await checkSchema({ schemaPath, environment, offline: args.offline })
    if (hasErrors(problems)) process.exitCode = 1
    if (args.json) return console.log(JSON.stringify({ problems: sortProblems(problems) }, null, 2))
    if (problems.length === 0) return console.log(`${[schemaPath].flat().join(', ')}: no problems.`)
    console.log(printProblems(problems))
  },
})
