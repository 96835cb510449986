import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { parseDuration } from './plan/duration.ts'

/** Everything that flags and environment decide, frozen. */
export interface Config {
  /** Path of the schema file. */
  readonly schemaPath: string
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** What `{$env.X}` reads. */
  readonly environment: Environment
  /** The budget of one request, in milliseconds. */
  readonly requestTimeout: number
  /** Largest request body, in bytes. */
  readonly bodyLimit: number
  readonly graphiql: boolean
  readonly introspection: boolean
  /** Origins that may call from a browser; none unless said. */
  readonly corsOrigins: readonly string[]
  readonly logLevel: (typeof LOG_LEVELS)[number]
}

export type Environment = Readonly<Record<string, string | undefined>>

/** A flag or variable that can't be used; `message` names it and says what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const

const DEFAULTS: Config = {
  schemaPath: 'schema.graphql',
  host: '127.0.0.1',
  port: 4000,
  environment: {},
  requestTimeout: 15_000,
  bodyLimit: 1_048_576,
  graphiql: true,
  introspection: true,
  corsOrigins: [],
  logLevel: 'warn',
}

/** The defaults with what is said instead of them. */
export function createConfig(overrides: Partial<Config> = {}): Config {
  return Object.freeze({ ...DEFAULTS, ...overrides })
}

/** The process's environment over that of a `.env` file in the working directory, if there is one. Throws ConfigError. */
export function readEnvironment(): Environment {
  return Object.freeze({ ...readEnvironmentFile(), ...process.env })
}

function readEnvironmentFile(): Environment {
  try {
    return parseEnv(readFileSync('.env', 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return {}
    throw new ConfigError(`The file .env can't be read: ${message}.`)
  }
}

/** What each setting is called: `--request-timeout` as a flag, SLUICE_REQUEST_TIMEOUT in the environment. */
export type Flags = Readonly<Record<string, unknown>>

/** Reads the settings: flags first, then the environment, then the defaults. Throws ConfigError. */
export function readConfig(flags: Flags, environment: Environment): Config {
  const read = <T>(name: string, fallback: T, parse: (text: string, setting: string) => T): T => {
    const flag = flags[name]
    if (flag !== undefined) return parse(String(flag), `--${name}`)
    const variable = `SLUICE_${name.toUpperCase().replaceAll('-', '_')}`
    const value = environment[variable]
    return value === undefined || value === '' ? fallback : parse(value, variable)
  }
  return createConfig({
    schemaPath: read('schema', DEFAULTS.schemaPath, text => text),
    host: read('host', DEFAULTS.host, parseHost),
    port: read('port', DEFAULTS.port, parsePort),
    environment,
    requestTimeout: read('request-timeout', DEFAULTS.requestTimeout, parseTime),
    bodyLimit: read('body-limit', DEFAULTS.bodyLimit, parseBytes),
    graphiql: read('graphiql', DEFAULTS.graphiql, parseSwitch),
    introspection: read('introspection', DEFAULTS.introspection, parseSwitch),
    corsOrigins: read('cors-origins', DEFAULTS.corsOrigins, parseOrigins),
    logLevel: read('log-level', DEFAULTS.logLevel, parseLevel),
  })
}

/** An empty host would mean every address of the machine. */
function parseHost(text: string, setting: string): string {
  if (/^[^\s/]+$/.test(text)) return text
  throw new ConfigError(`${setting} takes a name or an address such as 127.0.0.1, not "${text}".`)
}

function parsePort(text: string, setting: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new ConfigError(`${setting} takes a port from 0 to 65535, not "${text}".`)
}

function parseTime(text: string, setting: string): number {
  const time = parseDuration(text)
  if (time) return time
  throw new ConfigError(`${setting} takes a time such as 15s or 500ms, not "${text}".`)
}

function parseBytes(text: string, setting: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new ConfigError(`${setting} takes a number of bytes, not "${text}".`)
}

function parseSwitch(text: string, setting: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw new ConfigError(`${setting} takes true or false, not "${text}".`)
}

function parseOrigins(text: string, setting: string): string[] {
  const origins = text.split(',').map(each => each.trim())
  const wrong = origins.find(each => !URL.canParse(each) || new URL(each).origin !== each)
  if (wrong === undefined) return origins
  throw new ConfigError(
    `${setting} takes origins such as https://app.example.com, separated by commas, not "${wrong}".`,
  )
}

function parseLevel(text: string, setting: string): Config['logLevel'] {
  const level = LOG_LEVELS.find(each => each === text)
  if (level) return level
  throw new ConfigError(`${setting} takes one of ${LOG_LEVELS.join(', ')}, not "${text}".`)
}
