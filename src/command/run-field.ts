import { defineCommand } from 'citty'
import { readConfig } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import { harmless } from './harmless.ts'
import { HEADER_ARGUMENT, headersOf } from './header-flags.ts'
import { readObjectFlag } from './object-flag.ts'
import { RESOLVERS_ARGUMENT } from './resolvers-argument.ts'

/** Lines of an answer that are shown. */
const MOST_LINES = 60

export const runFieldCommand = defineCommand({
  meta: { name: 'run', description: 'Try one field: its request, the answer, and what becomes of it' },
  args: {
    field: { type: 'positional', description: 'The field, as in Post.comments', required: true },
    this: {
      type: 'string',
      description: 'Its parent, in the names of the schema: JSON, or a file of it',
      valueHint: 'json',
    },
    args: { type: 'string', description: 'Its arguments: JSON, or a file of it', valueHint: 'json' },
    select: {
      type: 'string',
      description: 'What of its value is asked for (all that its own answer holds)',
      valueHint: '{ id }',
    },
    schema: { type: 'string', description: 'Schema files, or folders of them (schema.graphql)', valueHint: 'a,b' },
    ...RESOLVERS_ARGUMENT,
    ...HEADER_ARGUMENT,
  },
  async run({ args, rawArgs }) {
    const environment = readEnvironment()
    const { schema, resolvers } = args
    const config = readConfig({ schema, resolvers }, environment)
    const parent = args.this === undefined ? undefined : readObjectFlag('this', args.this)
    const given = args.args === undefined ? {} : readObjectFlag('args', args.args)
    const { tryField } = await import('../case/try-field.ts')
    const { calls, value, problems } = await tryField({
      schemaPath: config.schemaPath,
      resolvers: config.resolvers,
      environment,
      coordinate: args.field,
      parent,
      args: given,
      select: args.select,
      headers: headersOf(rawArgs),
    })
    for (const { source, request, answer } of calls)
      console.log(`${indented(`request to ${source}`, request)}\n${indented('answer', answer)}`)
    console.log(indented(args.field, value))
    if (problems.length === 0) return
    console.log(indented('problems', problems.join('\n')))
    process.exitCode = 1
  },
})

function indented(title: string, text: string): string {
  const lines = harmless(text).split('\n')
  const more = lines.length - MOST_LINES
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), `… and ${more} more lines`] : lines
  return [`${title}:`, ...shown.map(line => `  ${line}`)].join('\n')
}
