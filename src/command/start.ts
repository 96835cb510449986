import { once } from 'node:events'
import { defineCommand } from 'citty'
import { startDemo } from '../../demo/start-demo.ts'
import { type Environment, readConfig, readEnvironment } from '../config.ts'
import { type Gateway, startGateway } from '../gateway.ts'
import type { SourceSettings } from '../plan/source-settings.ts'
import { SCHEMA_ARGUMENT } from './schema-argument.ts'

export const startCommand = defineCommand({
  meta: { name: 'start', description: 'Serve a schema' },
  args: {
    ...SCHEMA_ARGUMENT,
    port: { type: 'string', description: 'Port to listen on; 0 takes a free one (4000)', valueHint: 'port' },
    host: { type: 'string', description: 'Address to listen on (127.0.0.1)', valueHint: 'address' },
    demo: { type: 'boolean', description: 'Bring a posts API and a users database, where none is configured' },
    graphiql: { type: 'boolean', description: 'GraphiQL in the browser (on)', negativeDescription: 'No GraphiQL' },
    introspection: { type: 'boolean', description: 'Introspection (on)', negativeDescription: 'No introspection' },
    'cors-origins': { type: 'string', description: 'Origins that may call from a browser (none)', valueHint: 'a,b' },
    'request-timeout': { type: 'string', description: 'Budget of one request (15s)', valueHint: 'time' },
    'body-limit': { type: 'string', description: 'Largest request body, in bytes (1048576)', valueHint: 'bytes' },
    'log-level': { type: 'string', description: 'silent, error, warn, info or debug (warn)', valueHint: 'level' },
  },
  async run({ args }) {
    await using resources = new AsyncDisposableStack()
    const environment = readEnvironment()
    const config = readConfig(args, args.demo ? { ...(await demoEnvironment(environment, resources)) } : environment)
    const gateway = resources.use(await startGateway(config))
    console.log(describe(gateway))
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    console.log('Draining: requests under way are answered, new ones are refused.')
  },
})

/** The environment, with the demo's sources where none is configured. */
async function demoEnvironment(environment: Environment, resources: AsyncDisposableStack): Promise<Environment> {
  if (environment.POSTS_URL && environment.DATABASE_URL) return environment
  const demo = resources.use(await startDemo())
  return {
    ...environment,
    POSTS_URL: environment.POSTS_URL ?? demo.postsUrl,
    DATABASE_URL: environment.DATABASE_URL ?? demo.databaseUrl,
  }
}

function describe({ url, sources, readiness, exampleQuery }: Gateway): string {
  const width = Math.max(...sources.map(({ name }) => name.length), 0)
  const lines = sources.map(
    source =>
      `  ${source.name.padEnd(width)}  ${source.kind.padEnd(4)}  ${placeOf(source)}${stateOf(source, readiness.sources)}`,
  )
  return [
    `Sluice serves ${url}/graphql`,
    '',
    'Sources:',
    ...lines,
    '',
    `Open ${url}/graphql in a browser, or ask for the first time:`,
    '',
    ...exampleQuery
      .trimEnd()
      .split('\n')
      .map(line => `  ${line}`),
    '',
    'Ctrl-C stops it.',
  ].join('\n')
}

/** Where the source is, without credentials. */
function placeOf(source: SourceSettings): string {
  const text = source.kind === 'http' ? source.baseURL : source.url
  if (!URL.canParse(text) || text.startsWith('sqlite:')) return text
  const url = new URL(text)
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`
}

function stateOf({ name }: SourceSettings, states: Readonly<Record<string, string>>): string {
  return states[name] === undefined || states[name] === 'ok'
    ? ''
    : '  (can not be reached yet; its fields answer errors until it can)'
}
