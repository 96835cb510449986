import { NAMING_OPTION } from './naming-option.ts'
import type { OptionTable } from './source-option.ts'

/** The options of `@source(http: { … })`. */
export const HTTP_OPTIONS = {
  baseURL: {
    takes: 'text',
    type: 'String!',
    default: 'needed',
    description:
      "absolute `http:` or `https:` URL; its path and query stand in front of every binding's own. No credentials in it",
  },
  headers: {
    takes: 'list of texts',
    type: '[String!]',
    default: 'none',
    description: '`"Name: value"`, sent with every call; a binding\'s header of the same name wins',
  },
  basicAuth: {
    takes: 'object',
    type: 'sluice_BasicAuth',
    default: 'none',
    description: '`{ user: "…", password: "…" }`, sent as `Authorization: Basic …`',
    see: '#credentials-and-headers',
  },
  oauth: {
    takes: 'object',
    type: 'sluice_OAuth',
    default: 'none',
    description:
      '`{ tokenURL, clientId, clientSecret, scope, audience, auth }`: the access token of the gateway, sent as `Authorization: Bearer …`',
    see: '#access-tokens',
  },
  expose: {
    takes: 'list of texts',
    type: '[String!]',
    default: 'none',
    description:
      "names of headers of its answers that clients see on the gateway's own; `Set-Cookie` of mutations only",
    see: '#headers-that-clients-see',
  },
  error: {
    takes: 'object',
    type: 'sluice_Error',
    default: 'none',
    description:
      '`{ when, unless, message, code }`: what of its answers is a failure, and what clients are shown of it',
    see: 'http.md#failures',
  },
  content: {
    takes: 'choice',
    type: 'sluice_Content',
    values: ['BY_TYPE', 'JSON', 'TEXT', 'NDJSON'],
    default: 'BY_TYPE',
    description:
      'what the bodies of answers are: JSON, as their `Content-Type` says; or JSON, one text, or JSON in lines, whatever it says',
    see: 'http.md#answers',
  },
  maxUrlBytes: {
    takes: 'count',
    default: 8_000,
    least: 100,
    most: 1_000_000,
    description: 'longest path and query that a batch makes: beyond that its keys are sent in several calls',
    see: 'batches.md',
  },
  timeout: {
    takes: 'duration',
    default: '5s',
    description: 'for one try of a call: connection, headers and body',
  },
  naming: NAMING_OPTION,
  pages: {
    takes: 'object',
    type: 'sluice_Pages',
    default: 'none',
    description: 'how its lists come in pages',
    see: 'pages.md',
  },
  connectTimeout: { takes: 'duration', default: '2s', description: 'for a new connection, with TLS' },
  maxResponseBytes: {
    takes: 'count',
    default: 10 * 2 ** 20,
    least: 1,
    // What still can be one text.
    most: 256 * 2 ** 20,
    description: 'largest body of an answer in bytes, also after decompression; a larger one is `too_large`',
  },
  redirects: {
    takes: 'choice',
    type: 'sluice_Redirects',
    values: ['NEVER', 'SAME_ORIGIN'],
    default: 'NEVER',
    description: '`SAME_ORIGIN`: up to 5 redirects of a GET within the origin of `baseURL` are followed',
  },
  tls: {
    takes: 'object',
    type: 'sluice_Tls',
    default: 'none',
    description: '`{ ca, cert, key, servername }` for `https:`, as for databases',
    see: '../databases.md#tls',
  },
  denyPrivateAddresses: {
    takes: 'switch',
    default: false,
    description: '`true`: no private, link-local, loopback or reserved address is connected to',
    see: '../reliability.md#addresses',
  },
  cache: {
    takes: 'object',
    type: 'sluice_Cache',
    default: 'off',
    description: '`{}` or `{ maxBytes: 16777216 }`: answers are kept as long as the API says',
    see: '../caching.md#answers-of-an-api-are-kept',
  },
  retries: {
    takes: 'count',
    default: 1,
    least: 0,
    most: 5,
    description: 'most times that one call is tried again; GET, PUT and DELETE only',
  },
  maxInFlight: { takes: 'count', default: 64, least: 1, most: 10_000, description: 'most requests at once' },
  maxWaiting: {
    takes: 'count',
    default: 1_000,
    least: 0,
    most: 100_000,
    description: 'most calls that wait for their turn at once; one more is `REQUEST_CONCURRENCY_LIMITED`',
  },
  circuitFailures: {
    takes: 'count',
    default: 5,
    least: 0,
    most: 1_000,
    description: 'failures in a row that open the circuit; with 0 it never opens',
    see: '../reliability.md#http-sources',
  },
  circuitPause: { takes: 'duration', default: '5s', description: 'how long an open circuit lets nothing through' },
} as const satisfies OptionTable

/** The options of `cache: { … }` in them. */
export const CACHE_OPTIONS = {
  maxBytes: {
    takes: 'count',
    default: 16 * 2 ** 20,
    least: 1,
    most: 2 ** 31 - 1,
    description: 'most bytes of the answers that are kept',
  },
} as const satisfies OptionTable
