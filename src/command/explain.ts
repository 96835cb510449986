import { writeFile } from 'node:fs/promises'
import { defineCommand } from 'citty'
import { readConfig } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import { isObject } from '../plan/is-object.ts'
import { SCHEMA_ARGUMENT, withSchemas } from './schema-argument.ts'

export const explainCommand = defineCommand({
  meta: { name: 'explain', description: 'Tell what an operation would ask of its sources, and its most calls' },
  args: {
    ...SCHEMA_ARGUMENT,
    resolvers: { type: 'string', description: 'Resolvers of your own', valueHint: 'file' },
    operation: {
      type: 'string',
      description: 'Its text or file; of a folder or a manifest all',
      valueHint: 'file',
      required: true,
    },
    'operation-name': { type: 'string', description: 'Which of several operations', valueHint: 'name' },
    variables: { type: 'string', description: 'Its variables; nothing is known of them otherwise', valueHint: 'json' },
    assume: {
      type: 'string',
      description: 'How long lists are that nobody knows',
      valueHint: 'posts=100,Post.comments=20',
    },
    json: { type: 'boolean', description: 'Tell it as one JSON document, for tools' },
    svg: { type: 'string', description: 'Draw it into this file too', valueHint: 'file' },
    'max-calls': { type: 'string', description: 'Fail where it may make more calls', valueHint: 'calls' },
  },
  async run({ args }) {
    const config = readConfig(withSchemas(args), readEnvironment())
    const { explainOperations } = await import('../compose/explain/explain-operations.ts')
    const plans = await explainOperations({
      config,
      operation: args.operation,
      operationName: args['operation-name'],
      variables: args.variables === undefined ? undefined : readVariables(args.variables),
      assumed: readLengths(args.assume ?? ''),
    })
    if (args.svg !== undefined) {
      const [plan, second] = plans
      if (!plan || second) throw new Error('A drawing is of one operation. Say which by --operation-name.')
      const { drawPlan } = await import('../compose/explain/draw-plan.ts')
      await writeFile(args.svg, drawPlan(plan))
    }
    const { printPlan } = await import('../compose/explain/print-plan.ts')
    console.log(args.json ? JSON.stringify({ plans }, null, 2) : plans.map(printPlan).join('\n\n'))
    if (args['max-calls'] === undefined) return
    for (const { name = 'the operation', calls } of plans) {
      if (calls.most !== null && calls.most <= config.maxCalls) continue
      const found =
        calls.most === null ? `nobody knows how many it makes: ${calls.formula}` : `it may make ${calls.most}`
      console.error(`${name}: more than ${config.maxCalls} calls are too many, and ${found}.`)
      process.exitCode = 1
    }
  },
})

function readVariables(text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (isObject(value)) return value
  throw new Error(`--variables takes an object as JSON, such as {"id":7}, not "${text}".`)
}

function readLengths(text: string): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>()
  for (const each of text.split(',').filter(part => part.trim() !== '')) {
    const [, name, length] = /^\s*([\w.[\]]+)\s*=\s*(\d{1,9})\s*$/.exec(each) ?? []
    if (name === undefined) throw new Error(`--assume takes lengths of lists, such as posts=100, not "${each.trim()}".`)
    lengths.set(name, Number(length))
  }
  return lengths
}
