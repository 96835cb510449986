const WHY: readonly (readonly [words: string, codes: readonly (string | number)[]])[] = [
  [
    'it refuses the user or the password',
    ['ER_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR', '28P01', '28000'],
  ],
  ['the user may not use this database', ['ER_DBACCESS_DENIED_ERROR', '42501']],
  ['the server has no database of this name', ['ER_BAD_DB_ERROR', '3D000']],
  ['it takes no more connections', ['ER_CON_COUNT_ERROR', 'ER_TOO_MANY_USER_CONNECTIONS', '53300']],
  ['nothing listens at its address', ['ECONNREFUSED']],
  ['the name of its host is not known', ['ENOTFOUND', 'EAI_AGAIN']],
  ['there is no way to its host', ['EHOSTUNREACH', 'ENETUNREACH']],
  // SQLITE_CANTOPEN and SQLITE_NOTADB (https://sqlite.org/rescode.html)
  ['its file can not be opened', [14]],
  ['its file is no database', [26]],
]

const WORDS: ReadonlyMap<unknown, string> = new Map(
  WHY.flatMap(([words, codes]) => codes.map(code => [code, words] as const)),
)

const MOST_CAUSES = 8

/**
 * Why a database can't be reached, in words that hold nothing of its URL: by the code of the driver, the server (MySQL's error
 * symbols, PostgreSQL's SQLSTATE) or the network in the error or its causes. Undefined where none is known.
 */
export function whyUnreachable(error: unknown, left = MOST_CAUSES): string | undefined {
  if (!(error instanceof Error) || left === 0) return undefined
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  const words = WORDS.get(code) ?? (typeof errcode === 'number' ? WORDS.get(errcode & 0xff) : undefined)
  if (words !== undefined) return words
  const inner = error instanceof AggregateError ? error.errors : []
  return [error.cause, ...inner].map(each => whyUnreachable(each, left - 1)).find(each => each !== undefined)
}
