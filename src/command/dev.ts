import { defineCommand } from 'citty'
import { serveToTheEnd } from './serve.ts'
import { SERVING_ARGUMENTS } from './serving-arguments.ts'

/** What is taken for granted where a schema is being written; flags and the environment say otherwise. */
const DEFAULTS = {
  SLUICE_PROFILE: 'development',
  SLUICE_WATCH: 'true',
  SLUICE_TRACE: 'true',
  SLUICE_LOG_LEVEL: 'info',
  // The servers of frontends under development.
  SLUICE_CORS_ORIGINS: 'http://localhost:*,http://127.0.0.1:*,http://[::1]:*',
}

export const devCommand = defineCommand({
  meta: { name: 'dev', description: 'Serve a schema while it is being written: what is saved is served' },
  args: SERVING_ARGUMENTS,
  run: ({ args }) => serveToTheEnd(args, DEFAULTS),
})
