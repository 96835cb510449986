import { defineCommand } from 'citty'
import type { FilesRead } from '../compose/files-read.ts'
import type { Config } from '../config/config.ts'
import { readConfig } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import { hasErrors, printProblems, sortProblems } from '../schema/problem.ts'
import { RESOLVERS_ARGUMENT } from './resolvers-argument.ts'
import { SCHEMA_ARGUMENT, withSchemas } from './schema-argument.ts'
import { stopSignal } from './stop-signal.ts'

export const checkCommand = defineCommand({
  meta: { name: 'check', description: 'Tell every mistake of a schema at once' },
  args: {
    ...SCHEMA_ARGUMENT,
    ...RESOLVERS_ARGUMENT,
    operations: {
      type: 'string',
      description: 'Operations that are to fit the schema: files, folders, manifests',
      valueHint: 'a,b',
    },
    json: { type: 'boolean', description: 'Tell the mistakes as one JSON document, for tools' },
    offline: { type: 'boolean', description: 'Do not ask the databases what tables and columns they have' },
    strict: { type: 'boolean', description: 'Fail on warnings, too' },
    watch: { type: 'boolean', description: 'Check again whenever what is in the files changes' },
  },
  async run({ args }) {
    const config = readConfig(withSchemas(args), readEnvironment())
    const { schemaPath, operations } = config
    const options = { config, offline: args.offline, json: args.json, strict: args.strict }
    if (!args.watch) {
      if (!(await check(options))) process.exitCode = 1
      return
    }
    const stopped = stopSignal()
    const { contentsOf, watchContents } = await import('./watch-contents.ts')
    const { FilesRead } = await import('../compose/files-read.ts')
    const filesRead = new FilesRead()
    const contents = { schemaPath, operations, filesRead, environment: readEnvironment }
    const known = await contentsOf(contents)
    const checkAgain = async () => {
      // A file that is away for a moment, or half written, is a mistake like any other here.
      await check(options, filesRead).catch(error =>
        console.error(error instanceof Error ? error.message : String(error)),
      )
    }
    await checkAgain()
    using _ = watchContents(contents, known, checkAgain)
    await stopped
  },
})

interface Check {
  readonly config: Config
  readonly offline: boolean | undefined
  readonly json: boolean | undefined
  readonly strict: boolean | undefined
}

/** Tells the mistakes of now; whether the schema can be served, and where `strict`, whether there is nothing to tell. */
async function check({ config, offline, json, strict }: Check, files?: FilesRead): Promise<boolean> {
  const { findProblems } = await import('../compose/find-problems.ts')
  const problems = await findProblems({ ...config, environment: readEnvironment(), files }, offline)
  const { schemaPath } = config
  if (json) console.log(JSON.stringify({ problems: sortProblems(problems) }, null, 2))
  else console.log(printProblems(problems) || `${[schemaPath].flat().join(', ')}: no problems.`)
  return strict ? problems.length === 0 : !hasErrors(problems)
}
