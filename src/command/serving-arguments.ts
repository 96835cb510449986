import type { ArgsDef } from 'citty'
import { RESOLVERS_ARGUMENT } from './resolvers-argument.ts'
import { SCHEMA_ARGUMENT } from './schema-argument.ts'

/** What every command takes that serves. */
export const SERVING_ARGUMENTS = {
  ...SCHEMA_ARGUMENT,
  port: { type: 'string', description: 'Port to listen on; 0 takes a free one (4000)', valueHint: 'port' },
  host: { type: 'string', description: 'Address to listen on (127.0.0.1)', valueHint: 'address' },
  ...RESOLVERS_ARGUMENT,
  path: { type: 'string', description: 'Path of GraphQL (/graphql)', valueHint: '/path' },
  'tls-cert': { type: 'string', description: 'Certificate to serve TLS with, PEM (no TLS)', valueHint: 'file' },
  'tls-key': { type: 'string', description: 'Its key, PEM', valueHint: 'file' },
  'tls-client-ca': {
    type: 'string',
    description: 'Let only clients in that have a certificate of these authorities, PEM (any)',
    valueHint: 'file',
  },
  'tls-client-optional': { type: 'boolean', description: 'Let clients in without a certificate, too' },
  operations: {
    type: 'string',
    description: 'Operations that clients ask for by id: files, folders, manifests',
    valueHint: 'a,b',
  },
  'only-trusted': { type: 'boolean', description: 'Run no other operations than these' },
  apq: {
    type: 'boolean',
    description: 'Keep operations by the hashes that clients send (automatic persisted queries)',
  },
  limits: {
    type: 'string',
    description: 'What an operation may be: depth=20,aliases=50:measure,fields=off',
    valueHint: 'a=1,b=2',
  },
  'rate-limit': { type: 'string', description: 'How often one client may ask: 600/1m (any)', valueHint: 'times/time' },
  'cost-rate-limit': {
    type: 'string',
    description: 'What the operations of one client may cost: 50000/1m (any)',
    valueHint: 'cost/time',
  },
  cost: {
    type: 'string',
    description: 'Count what operations cost: off, measure for metrics, tell for clients too (off)',
    valueHint: 'how',
  },
  'trusted-proxies': {
    type: 'string',
    description: 'Proxies whose X-Forwarded-For is believed (none)',
    valueHint: 'a,b',
  },
  'redis-url': {
    type: 'string',
    description: 'Redis in which replicas count together; better SLUICE_REDIS_URL',
    valueHint: 'url',
  },
  profile: {
    type: 'string',
    description: 'development, or production without GraphiQL and introspection (by NODE_ENV)',
    valueHint: 'name',
  },
  demo: {
    type: 'boolean',
    description: 'Bring a schema, a posts API and a users database, where none is configured',
  },
  'direct-lane': {
    type: 'boolean',
    description: 'Plain requests go past Yoga (on)',
    negativeDescription: 'All requests go through Yoga',
  },
  compression: {
    type: 'boolean',
    description: 'Compressed answers for clients that take them (on)',
    negativeDescription: 'No compressed answers',
  },
  graphiql: { type: 'boolean', description: 'GraphiQL in the browser (on)', negativeDescription: 'No GraphiQL' },
  introspection: { type: 'boolean', description: 'Introspection (on)', negativeDescription: 'No introspection' },
  'allowed-hosts': { type: 'string', description: 'Host names to answer for (loopback names)', valueHint: 'a,b' },
  'cors-origins': { type: 'string', description: 'Origins that may call from a browser (none)', valueHint: 'a,b' },
  'request-timeout': { type: 'string', description: 'Budget of one request (15s)', valueHint: 'time' },
  'write-timeout': {
    type: 'string',
    description: 'How long a client may take nothing of its answer (30s)',
    valueHint: 'time',
  },
  'max-connections': { type: 'string', description: 'Client connections at once (5000)', valueHint: 'connections' },
  'max-connections-per-address': {
    type: 'string',
    description: 'Those of one address, trusted proxies apart (any)',
    valueHint: 'connections',
  },
  'max-requests': { type: 'string', description: 'GraphQL requests under way at once (5000)', valueHint: 'requests' },
  'body-limit': { type: 'string', description: 'Largest request body, in bytes (1048576)', valueHint: 'bytes' },
  'max-operation-bytes': {
    type: 'string',
    description: 'Longest text of an operation, in bytes (131072)',
    valueHint: 'bytes',
  },
  'max-answer-bytes': {
    type: 'string',
    description: 'Largest answer to an operation, in bytes (16777216)',
    valueHint: 'bytes',
  },
  'max-loop-delay': {
    type: 'string',
    description: 'How late turns of the event loop may be before requests are refused (2s)',
    valueHint: 'time',
  },
  'max-read-bytes': {
    type: 'string',
    description: 'Most that one request reads of answers of sources (67108864)',
    valueHint: 'bytes',
  },
  'max-calls': { type: 'string', description: 'Most calls of one request (1000)', valueHint: 'calls' },
  watch: { type: 'boolean', description: 'Serve changed schema files and a changed .env as they are saved' },
  workers: {
    type: 'string',
    description: 'Processes that serve; auto: as many as cores (1)',
    valueHint: 'number|auto',
  },
  trace: { type: 'boolean', description: 'Answers tell of their calls whoever asks by x-sluice-trace: 1' },
  'trace-secret': {
    type: 'string',
    description: 'What x-sluice-trace says to be told all the same; better SLUICE_TRACE_SECRET',
    valueHint: 'text',
  },
  'server-timing': { type: 'boolean', description: 'Answers say where their time went, by the header Server-Timing' },
  'metrics-port': { type: 'string', description: 'Port of /metrics; 0 takes a free one (none)', valueHint: 'port' },
  'metrics-host': { type: 'string', description: 'Address of /metrics (127.0.0.1)', valueHint: 'address' },
  'log-level': { type: 'string', description: 'silent, error, warn, info or debug (warn)', valueHint: 'level' },
} as const satisfies ArgsDef
