import { isDeepStrictEqual } from 'node:util'

export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: {
    readonly code?: string
    readonly source?: string
    readonly reason?: string
    readonly retryable?: boolean
  }
}

export interface Answer {
  readonly data?: unknown
  readonly errors?: readonly AnswerError[]
}

/** What a network can do to a field; anything else is a fault of the gateway. */
const CODES = new Set(['DOWNSTREAM_SERVICE_ERROR', 'GATEWAY_TIMEOUT', 'REQUEST_CONCURRENCY_LIMITED'])

/** What is wrong with an answer under faults: nothing, where it is right or says at each place why it is not. */
export function findWrongs(full: unknown, { data, errors = [] }: Answer): string[] {
  const told = new Set(errors.map(({ path = [] }) => JSON.stringify(path)))
  const wrongs = compare(full, data, [], told)
  for (const { path = [], message, extensions } of errors) {
    if (!isNullAt(data, path)) wrongs.push(`an error at ${path.join('.')}, where there is a value: ${message}`)
    if (!CODES.has(extensions?.code ?? ''))
      wrongs.push(`an error of ${extensions?.code} at ${path.join('.')}: ${message}`)
  }
  return wrongs
}

/** The tags of others in a text that is for this client. */
export function findStrangers(text: string, client: string): string[] {
  return [...text.matchAll(/<<(\w+)>>/g)].flatMap(([, owner]) =>
    owner === client ? [] : [`a value of ${owner} for ${client}`],
  )
}

/** What a busy machine makes of a source that is well. */
const SLOW = new Set(['timeout', 'deadline', 'circuit_open'])

/** Errors of sources that were well all the time. */
export function findBlamed(errors: readonly AnswerError[], well: ReadonlySet<string>): string[] {
  return errors.flatMap(({ extensions: { source = '', reason = '' } = {}, message }) =>
    well.has(source) && !SLOW.has(reason) ? [`${source} was well, but: ${message}`] : [],
  )
}

/** Every field that may fail is nullable, so a null has its error at its own path. */
function compare(
  full: unknown,
  actual: unknown,
  path: readonly (string | number)[],
  told: ReadonlySet<string>,
): string[] {
  if (actual === null && full !== null)
    return told.has(JSON.stringify(path)) ? [] : [`null without an error at ${path.join('.')}`]
  if (!isObject(full) || !isObject(actual))
    return full === actual ? [] : [`${JSON.stringify(actual)} instead of ${JSON.stringify(full)} at ${path.join('.')}`]
  if (!isDeepStrictEqual(Object.keys(full), Object.keys(actual)) || Array.isArray(full) !== Array.isArray(actual))
    return [`${Object.keys(actual)} instead of ${Object.keys(full)} at ${path.join('.')}`]
  return Object.entries(full).flatMap(([key, value]) =>
    compare(value, actual[key], [...path, Array.isArray(full) ? Number(key) : key], told),
  )
}

function isNullAt(data: unknown, path: readonly (string | number)[]): boolean {
  let at = data
  for (const key of path) at = isObject(at) ? at[key] : at
  return at === null
}

function isObject(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null
}
