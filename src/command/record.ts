import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import { readConfig } from '../config/read-config.ts'
import { readEnvironment } from '../config/read-environment.ts'
import { HEADER_ARGUMENT, headersOf } from './header-flags.ts'
import { readObjectFlag } from './object-flag.ts'
import { RESOLVERS_ARGUMENT } from './resolvers-argument.ts'
import { SCHEMA_ARGUMENT, withSchemas } from './schema-argument.ts'

export const recordCommand = defineCommand({
  meta: { name: 'record', description: 'Keep what upstreams answer to operations, as cases for sluice test' },
  args: {
    ...SCHEMA_ARGUMENT,
    operation: {
      type: 'string',
      description: 'Operations with names: files, folders',
      valueHint: 'a,b',
      required: true,
    },
    out: {
      type: 'string',
      description: 'Folder of the cases, a file an operation',
      valueHint: 'folder',
      required: true,
    },
    ...RESOLVERS_ARGUMENT,
    variables: { type: 'string', description: 'Variables of the operation: JSON, or a file of it', valueHint: 'json' },
    ...HEADER_ARGUMENT,
    secrets: {
      type: 'string',
      description: 'More names whose values are secrets, of variables or in answers',
      valueHint: 'a,b',
    },
    force: { type: 'boolean', description: 'Write over a case that is there' },
  },
  async run({ args, rawArgs }) {
    const environment = readEnvironment()
    const { schemaPath, resolvers } = readConfig(withSchemas({ ...args, operations: undefined }), environment)
    if (typeof resolvers === 'object') throw new Error('Write --resolvers FILE')
    const { readNamedOperations } = await import('../compose/operations/read-named-operations.ts')
    const operations = await readNamedOperations(args.operation.split(',').map(path => path.trim()))
    const variables = args.variables === undefined ? undefined : readObjectFlag('variables', args.variables)
    const headers = headersOf(rawArgs)
    const secrets = (args.secrets ?? '')
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== '')
    // Of a folder of cases that is the file about them, and none of them.
    if (operations.some(({ name }) => name === 'README'))
      throw new Error('An operation "README" can have no case: sluice test takes no README.md for one. Rename it.')
    const paths = operations.map(({ name }) => join(args.out, `${name}.md`))
    for (const path of args.force ? [] : paths) await refuseExisting(path)
    const [{ recordCase }, { makeFolder }, { replaceFile }] = await Promise.all([
      import('../case/record-case.ts'),
      import('../compose/make-folder.ts'),
      import('../compose/replace-file.ts'),
    ])
    for (const [at, { name, text }] of operations.entries()) {
      const operation = { name, text, variables, headers }
      const path = paths[at] as string
      const { document, failed } = await recordCase(operation, { schemaPath, resolvers, environment, secrets })
      await makeFolder(args.out)
      await replaceFile(path, document)
      console.log(`${path}: written, and it runs without upstreams. See what is in it before you commit it.`)
      if (failed.length > 0)
        console.log(
          `It holds that calls to ${failed.join(' and ')} failed. If that is not meant: --force, once they answer.`,
        )
    }
  },
})

async function refuseExisting(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (isThere) throw new Error(`${path} is there already. To write over it: --force`)
}
