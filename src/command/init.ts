import { relative, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { ask, canAsk } from './ask.ts'
import { DEMO_SCHEMA } from './demo.ts'
import { startProgressLine } from './progress-line.ts'

const QUESTIONS = [
  'URL of a database (mysql://user:password@host/name, postgres://…, sqlite:path; empty for none): ',
  'OpenAPI document of an API, a URL or a file (empty for none): ',
]

export const initCommand = defineCommand({
  meta: { name: 'init', description: 'Begin a project: a schema of what is there, a first query and its test' },
  args: {
    folder: { type: 'positional', description: 'Where (here)', required: false },
    database: { type: 'string', description: 'URL of a database; it goes into .env only', valueHint: 'url' },
    api: { type: 'string', description: 'OpenAPI document of an API', valueHint: 'url|file' },
    demo: { type: 'boolean', description: 'The demo, which needs neither' },
    yes: { type: 'boolean', description: 'Ask nothing: the demo, where nothing else is said' },
  },
  async run({ args }) {
    const { folder = '.', demo } = args
    if (demo && (args.database !== undefined || args.api !== undefined))
      throw new Error('--demo stands without --database and --api.')
    const isSaid = demo || args.yes || args.database !== undefined || args.api !== undefined
    if (!isSaid && !canAsk())
      throw new Error('Say what to begin with: sluice init --database URL, --api URL of an OpenAPI document, or --demo')
    const { refuseProject, writeProject } = await import('../compose/write-project.ts')
    await refuseProject(folder)
    const [database, api] = isSaid ? [args.database, args.api] : await ask(QUESTIONS)
    const { createProject } = await import('../compose/create-project.ts')
    const create = async () => {
      using progress = startProgressLine()
      const given = { database: database || undefined, api: api || undefined }
      return createProject({ folder, ...given, demoSchema: DEMO_SCHEMA, onProgress: progress.tell })
    }
    const project = await create()
    const { written, kept, missing, isExposed } = await writeProject(folder, project)
    const lines = [
      ...project.notes,
      `Written: ${written.join(', ')}`,
      ...(kept.length === 0 ? [] : [`Kept as they were: ${kept.join(', ')}`]),
      ...(missing.length === 0 ? [] : [`Fill in, in .env: ${missing.join(', ')}`]),
      ...(isExposed ? ['Others on this machine may read .env: chmod 600 .env'] : []),
      'Next:',
      ...(resolve(folder) === process.cwd() ? [] : [`  cd ${relative('', resolve(folder))}`]),
      '  npx sluice dev   # serves it, and says a query',
      '  node --test      # in another terminal: the first query is answered',
    ]
    console.log(lines.join('\n'))
  },
})
