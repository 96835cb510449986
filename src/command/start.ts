import { defineCommand } from 'citty'
import { serveToTheEnd } from './serve.ts'
import { SERVING_ARGUMENTS } from './serving-arguments.ts'

export const startCommand = defineCommand({
  meta: { name: 'start', description: 'Serve a schema' },
  args: SERVING_ARGUMENTS,
  run: ({ args }) => serveToTheEnd(args),
})
