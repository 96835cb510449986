/**
 * Most placeholders of one statement that every supported database takes: SQLite's SQLITE_MAX_VARIABLE_NUMBER is 32,766,
 * the protocol of MySQL has 65,535.
 */
export const MAX_PLACEHOLDERS = 32_766

/** Most bytes of a LIKE pattern: SQLITE_MAX_LIKE_PATTERN_LENGTH. */
export const MAX_PATTERN_BYTES = 50_000

/** Most objects inside each other in a client's filter. */
export const MAX_FILTER_DEPTH = 200

/** Most conditions of one statement: SQLite takes an expression of 1,000 levels, and each `and` is one. */
export const MAX_CONDITIONS = 500

/** Most characters of a client's regular expression. */
export const MAX_REGEX_LENGTH = 200

/** Most characters of the text of a search. */
export const MAX_SEARCH_LENGTH = 1_000

/** Most words and phrases of a search: each is looked up in the index. */
export const MAX_SEARCH_TERMS = 50

/** Most statements of a source that wait for a connection, or a thread, at once. */
export const MAX_WAITING = 1_000

/** The longest that a new connection may take unless said, in milliseconds. */
export const DEFAULT_CONNECT_TIMEOUT = 2_000

/** Most items of a client's `groupBy`: each is an expression that every row is given. */
export const MAX_GROUP_KEYS = 10

/** Most columns of a client's `orderBy`: each of a related row is a subquery that every row is given. */
export const MAX_ORDER_TERMS = 50

/** Most items of a list that is written into one column. */
export const MAX_LIST_ITEMS = 32_766
