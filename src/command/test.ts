import { defineCommand } from 'citty'
import { readConfig } from '../config/read-config.ts'
import { harmless } from './harmless.ts'

/** The cases, which may be several files or folders. */
const CASES_ARGUMENT = {
  cases: { type: 'positional', description: 'Files of cases, or folders of them', required: true },
} as const

export const testCommand = defineCommand({
  meta: { name: 'test', description: 'Run cases that were recorded or written by hand, without upstreams' },
  args: {
    ...CASES_ARGUMENT,
    schema: {
      type: 'string',
      description: 'The schema of cases that have none of their own (schema.graphql)',
      valueHint: 'a,b',
    },
    resolvers: { type: 'string', description: 'Its resolvers: a module that exports them (none)', valueHint: 'file' },
    update: { type: 'boolean', description: 'Write answers that are otherwise into their cases' },
  },
  async run({ args }) {
    const { _: paths, schema, resolvers, update = false } = args
    // What a case says is all that it depends on: nothing is read of the environment.
    const { schemaPath } = readConfig({ schema }, {})
    const { testCases } = await import('../case/test-cases.ts')
    const counts = { passed: 0, updated: 0, failed: 0 }
    for await (const { file, title, outcome, lines } of testCases(paths, { schemaPath, resolvers, update })) {
      counts[outcome]++
      const told = [`${outcome.padEnd(7)} ${file}${title === undefined ? '' : `: ${title}`}`, ...lines]
      console.log(harmless(told.join('\n')))
    }
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
    const said = Object.entries(counts).flatMap(([outcome, count]) => (count > 0 ? [`${count} ${outcome}`] : []))
    console.log(`${all} ${all === 1 ? 'case' : 'cases'}: ${said.join(', ')}.`)
    if (counts.failed > 0) process.exitCode = 1
  },
})
