import { constants } from 'node:buffer'
import { availableParallelism } from 'node:os'
import { LONGEST_DURATION, parseDuration } from '../plan/duration.ts'
import type { Config } from './config.ts'
import { isLimits, LIMITS_TAKES, LIMITS_TEXT, parseLimits } from './limits-setting.ts'
import { isListOf, type OptionRule, SWITCH } from './options.ts'
import { isNetwork, isRateLimit, isRedisUrl, parseRate } from './rate-settings.ts'

/** One setting, by every way that it can come: as an option, a flag, or a variable of the environment. */
export interface Setting<T> extends OptionRule {
  /** `port` is `--port` as a flag, SLUICE_PORT in the environment. */
  readonly flag: string
  readonly fallback: T
  /** The fallback in production, where it is another one. */
  readonly inProduction?: T
  /** The value of a text, which `accepts` has yet to take. */
  parse(text: string): unknown
  /** What it takes as a text, where that is something else. */
  readonly takesText?: string
}

const LOG_LEVELS: readonly Config['logLevel'][] = ['silent', 'error', 'warn', 'info', 'debug']

/** Beyond it a limit would be none. */
const MOST_CALLS = 1_000_000

const MOST_CONNECTIONS = 1_000_000

const MOST_REQUESTS = 1_000_000

/** Each is a process with its own sources. */
const MOST_WORKERS = 256

const HOST: Omit<Setting<string>, 'flag' | 'fallback'> = {
  takes: 'a name or an address such as 127.0.0.1',
  // An empty host would mean every address of the machine.
  accepts: value => typeof value === 'string' && /^[^\s/]+$/.test(value),
  parse: text => text,
}

const PEM_FILE: Omit<Setting<string | undefined>, 'flag'> = {
  fallback: undefined,
  takes: 'the path of a PEM file',
  accepts: isPath,
  parse: text => text,
}

const PORT: Omit<Setting<number>, 'flag' | 'fallback'> = {
  takes: 'a port from 0 to 65535',
  accepts: value => isWhole(value, 0, 65_535),
  parse: parseWhole,
}

const CONNECTIONS: Omit<Setting<number>, 'flag' | 'fallback'> = {
  takes: `a number of connections from 1 to ${MOST_CONNECTIONS}`,
  accepts: value => isWhole(value, 1, MOST_CONNECTIONS),
  parse: parseWhole,
}

/** How many processes serve: of the command only, as a gateway in a program is one. */
export const WORKERS: Setting<number> = {
  flag: 'workers',
  fallback: 1,
  takes: `a number of processes from 1 to ${MOST_WORKERS}, or auto`,
  accepts: value => isWhole(value, 1, MOST_WORKERS),
  parse: text => (text === 'auto' ? Math.min(availableParallelism(), MOST_WORKERS) : parseWhole(text)),
}

/** Whether files are followed while they are served: of the command only, as a program decides itself when to reload. */
export const WATCH: Setting<boolean> = { ...SWITCH, flag: 'watch', fallback: false, parse: parseSwitch }

/** Whether what the schema of the demo needs is brought: of the command only. */
export const DEMO: Setting<boolean> = { ...SWITCH, flag: 'demo', fallback: false, parse: parseSwitch }

/** All of Config but what no flag can say. */
export const SETTINGS: { readonly [name in Exclude<keyof Config, 'environment' | 'hooks'>]: Setting<Config[name]> } = {
  schemaPath: {
    flag: 'schema',
    fallback: 'schema.graphql',
    takes: 'the path of a schema file or a folder of them, or a list of such paths',
    takesText: 'paths of schema files, or of folders of them, separated by commas',
    accepts: value => typeof value === 'string' || (isListOf(value, isPath) && (value as unknown[]).length > 0),
    parse: parseList,
  },
  resolvers: {
    flag: 'resolvers',
    fallback: undefined,
    takes: 'the path of a module of resolvers such as resolvers.ts, or the resolvers',
    takesText: 'the path of a module of resolvers such as resolvers.ts',
    accepts: value => isPath(value) || (typeof value === 'object' && value !== null && !Array.isArray(value)),
    parse: text => text,
  },
  operations: {
    flag: 'operations',
    fallback: [],
    takes: 'a list of paths of files or folders of operations',
    takesText: 'paths of files or folders of operations, separated by commas',
    accepts: value => isListOf(value, isPath),
    parse: parseList,
  },
  onlyTrusted: { ...SWITCH, flag: 'only-trusted', fallback: false, parse: parseSwitch },
  apq: { ...SWITCH, flag: 'apq', fallback: false, parse: parseSwitch },
  limits: {
    flag: 'limits',
    fallback: {},
    takes: LIMITS_TAKES,
    takesText: LIMITS_TEXT,
    accepts: isLimits,
    parse: parseLimits,
  },
  rateLimit: {
    flag: 'rate-limit',
    fallback: undefined,
    takes: 'an object such as { limit: 600, window: 60 }, the window in seconds',
    takesText: 'requests and a time of whole seconds such as 600/1m',
    accepts: isRateLimit,
    parse: parseRate,
  },
  costRateLimit: {
    flag: 'cost-rate-limit',
    fallback: undefined,
    takes: 'an object such as { limit: 50000, window: 60 }, the window in seconds',
    takesText: 'a cost and a time of whole seconds such as 50000/1m',
    accepts: isRateLimit,
    parse: parseRate,
  },
  cost: {
    flag: 'cost',
    fallback: 'off',
    takes: 'off, measure or tell',
    accepts: value => value === 'off' || value === 'measure' || value === 'tell',
    parse: text => text,
  },
  trustedProxies: {
    flag: 'trusted-proxies',
    fallback: [],
    takes: 'a list of addresses and networks such as 10.0.0.0/8',
    takesText: 'addresses and networks such as 10.0.0.0/8, separated by commas',
    accepts: value => isListOf(value, isNetwork),
    parse: parseList,
  },
  redisUrl: {
    flag: 'redis-url',
    fallback: undefined,
    takes: 'a URL such as redis://127.0.0.1:6379',
    // It may hold a password.
    secret: true,
    accepts: isRedisUrl,
    parse: text => text,
  },
  profile: {
    flag: 'profile',
    // By NODE_ENV.
    fallback: 'development',
    takes: 'development or production',
    accepts: value => value === 'development' || value === 'production',
    parse: text => text,
  },
  host: { ...HOST, flag: 'host', fallback: '127.0.0.1' },
  port: { ...PORT, flag: 'port', fallback: 4000 },
  path: {
    flag: 'path',
    fallback: '/graphql',
    takes: 'a path such as /api/graphql, other than /health and /ready',
    accepts: isUrlPath,
    parse: text => text,
  },
  tlsCert: { ...PEM_FILE, flag: 'tls-cert' },
  tlsKey: { ...PEM_FILE, flag: 'tls-key' },
  tlsClientCa: { ...PEM_FILE, flag: 'tls-client-ca' },
  tlsClientOptional: { ...SWITCH, flag: 'tls-client-optional', fallback: false, parse: parseSwitch },
  requestTimeout: { ...duration('request-timeout'), fallback: 15_000 },
  maxLoopDelay: { ...duration('max-loop-delay'), fallback: 2_000 },
  writeTimeout: { ...duration('write-timeout'), fallback: 30_000 },
  maxConnections: { ...CONNECTIONS, flag: 'max-connections', fallback: 5_000 },
  maxConnectionsPerAddress: { ...CONNECTIONS, flag: 'max-connections-per-address', fallback: undefined },
  maxRequests: {
    flag: 'max-requests',
    fallback: 5_000,
    takes: `a number of requests from 1 to ${MOST_REQUESTS}`,
    accepts: value => isWhole(value, 1, MOST_REQUESTS),
    parse: parseWhole,
  },
  bodyLimit: { ...bytes('body-limit'), fallback: 1_048_576 },
  maxOperationBytes: { ...bytes('max-operation-bytes'), fallback: 131_072 },
  maxAnswerBytes: { ...bytes('max-answer-bytes'), fallback: 16_777_216 },
  maxReadBytes: { ...bytes('max-read-bytes'), fallback: 67_108_864 },
  maxCalls: {
    flag: 'max-calls',
    fallback: 1_000,
    takes: `a number of calls from 1 to ${MOST_CALLS}`,
    accepts: value => isWhole(value, 1, MOST_CALLS),
    parse: parseWhole,
  },
  directLane: { ...SWITCH, flag: 'direct-lane', fallback: true, parse: parseSwitch },
  compression: { ...SWITCH, flag: 'compression', fallback: true, parse: parseSwitch },
  graphiql: { ...SWITCH, flag: 'graphiql', fallback: true, inProduction: false, parse: parseSwitch },
  introspection: { ...SWITCH, flag: 'introspection', fallback: true, inProduction: false, parse: parseSwitch },
  allowedHosts: {
    flag: 'allowed-hosts',
    fallback: [],
    takes: 'a list of host names without port such as api.example.com, or *',
    takesText: 'host names without port such as api.example.com, separated by commas, or *',
    accepts: value => isListOf(value, isHost),
    parse: parseList,
  },
  corsOrigins: {
    flag: 'cors-origins',
    fallback: [],
    takes: 'a list of origins such as https://app.example.com',
    takesText: 'origins such as https://app.example.com, separated by commas',
    accepts: value => isListOf(value, isOrigin),
    parse: parseList,
  },
  trace: { ...SWITCH, flag: 'trace', fallback: false, parse: parseSwitch },
  traceSecret: {
    flag: 'trace-secret',
    fallback: undefined,
    takes: 'a text of 16 to 200 letters, digits and signs of ASCII without spaces',
    secret: true,
    accepts: value => typeof value === 'string' && /^[\x21-\x7e]{16,200}$/.test(value),
    parse: text => text,
  },
  serverTiming: { ...SWITCH, flag: 'server-timing', fallback: false, parse: parseSwitch },
  metricsPort: { ...PORT, flag: 'metrics-port', fallback: undefined },
  metricsHost: { ...HOST, flag: 'metrics-host', fallback: '127.0.0.1' },
  logLevel: {
    flag: 'log-level',
    fallback: 'warn',
    takes: `one of ${LOG_LEVELS.join(', ')}`,
    accepts: value => LOG_LEVELS.some(level => level === value),
    parse: text => text,
  },
}

function duration(flag: string): Omit<Setting<number>, 'fallback'> {
  return {
    flag,
    takes: `milliseconds from 1 to ${LONGEST_DURATION}`,
    takesText: 'a time such as 15s or 500ms',
    accepts: value => isWhole(value, 1, LONGEST_DURATION),
    parse: parseDuration,
  }
}

/** A limit of bytes; a text that long can still be held. */
function bytes(flag: string): Omit<Setting<number>, 'fallback'> {
  return {
    flag,
    takes: `a number of bytes from 1 to ${constants.MAX_STRING_LENGTH}`,
    accepts: value => isWhole(value, 1, constants.MAX_STRING_LENGTH),
    parse: parseWhole,
  }
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

function parseWhole(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined
}

function parseSwitch(text: string): boolean | undefined {
  return text === 'true' || text === 'false' ? text === 'true' : undefined
}

function parseList(text: string): readonly string[] {
  return text.split(',').map(each => each.trim())
}

function isPath(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

/** Of letters, digits and `_ . ~ -`, which stand for themselves (RFC 3986, 2.3); of none but these are browsers' and proxies' ideas the same. */
function isUrlPath(value: unknown): boolean {
  if (typeof value !== 'string' || value === '/health' || value === '/ready') return false
  return value === '/' || (/^(?:\/[\w.~-]+)+$/.test(value) && !/\/\.\.?(?:\/|$)/.test(value))
}

function isHost(value: unknown): boolean {
  return typeof value === 'string' && /^(?:\*|[\w.-]+|\[[\da-f:.]+\])$/i.test(value)
}

function isOrigin(value: unknown): boolean {
  // In the place of a port, a star means any.
  if (typeof value === 'string' && value.endsWith(':*')) return isOrigin(value.slice(0, -':*'.length))
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { origin } = new URL(value)
  // Of schemes that it does not know (RFC 6454, 4) a URL has no origin, but browser extensions and desktop clients send one.
  return origin === 'null' ? /^[a-z][a-z\d+.-]*:\/\/[\w.-]+(?::\d+)?$/.test(value) : origin === value
}
