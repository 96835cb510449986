import { NAMING_OPTION } from './naming-option.ts'
import type { OptionTable } from './source-option.ts'

/** The options of `@source(sql: { … })`. */
export const SQL_OPTIONS = {
  url: {
    takes: 'text',
    type: 'String!',
    default: 'needed',
    description: 'where the database is; a path is relative to the schema file, and the file is never created',
    see: '#urls-of-databases',
  },
  timeout: { takes: 'duration', default: '5s', description: 'for one statement, with the wait for a connection' },
  naming: NAMING_OPTION,
  maxRows: {
    takes: 'count',
    default: 10_000,
    least: 1,
    description: 'most rows of one statement; more are an error (`too_large`), never a silent cut',
  },
  maxResponseBytes: {
    takes: 'count',
    // Twice what an answer to a client may have: bytes come from PostgreSQL as two digits each.
    default: 32 * 2 ** 20,
    least: 1,
    most: 256 * 2 ** 20,
    description: 'most bytes of what one statement answers; more are `too_large`, and reading stops there',
    see: '../reliability.md#databases',
  },
  maxGroups: {
    takes: 'count',
    default: 1_000,
    least: 1,
    most: 100_000,
    description: 'most groups that a `groupBy` answers; more are `too_large` unless a `limit` asks for fewer',
    see: 'aggregates.md#groups',
  },
  maxFilterRelations: {
    takes: 'count',
    default: 3,
    least: 0,
    most: 10,
    description: "most relations that a client's filter or order goes through, one behind another",
  },
  maxNestedRows: {
    takes: 'count',
    default: 1_000,
    least: 1,
    most: 10_000,
    description: 'most rows that a field inserts whose input holds other rows',
    see: 'mutations.md#rows-in-rows',
  },
  maxNestedDepth: {
    takes: 'count',
    default: 4,
    least: 1,
    most: 10,
    description: 'how deep rows of such an input may stand in each other, the outer one counted',
    see: 'mutations.md#rows-in-rows',
  },
  showRaisedErrors: {
    takes: 'switch',
    default: false,
    description:
      'whether clients are shown what triggers say of a mutation (`SIGNAL`, `RAISE EXCEPTION`, `RAISE(ABORT)`), at most 300 characters',
    see: 'mutations.md#errors',
  },
  poolSize: {
    takes: 'count',
    default: 10,
    least: 1,
    most: 1_000,
    serverOnly: true,
    description: 'most connections to a server at once; a SQLite file has three readers',
  },
  idleTimeout: {
    takes: 'duration',
    default: '60s',
    serverOnly: true,
    description: 'how long a connection is kept without work',
  },
  connectTimeout: {
    takes: 'duration',
    default: '2s',
    serverOnly: true,
    description: 'for a new connection to a server, with TLS and the login',
  },
  maxWaiting: {
    takes: 'count',
    default: 1_000,
    least: 0,
    most: 100_000,
    description:
      'most statements that wait for a connection, or a reader of a file, at once; one more is `REQUEST_CONCURRENCY_LIMITED`',
  },
  tls: {
    takes: 'object',
    type: 'sluice_Tls',
    default: 'none',
    serverOnly: true,
    description: 'encrypted connections: `{}`, or `ca`, `cert`, `key` and `servername`',
    see: '../databases.md#tls',
  },
  replicas: {
    takes: 'list of texts',
    type: '[String!]',
    default: 'none',
    serverOnly: true,
    description: 'URLs of copies of the database, from which queries read',
    see: '../databases.md#read-replicas',
  },
} as const satisfies OptionTable
