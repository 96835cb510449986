/** RFC 9110, section 5.5: no control characters, and what a byte can hold. */
export const NOT_IN_HEADER_VALUE = /[^\t\u0020-\u007e\u0080-\u00ff]/

/** RFC 9110, section 5.1. */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/

/** They belong to the connection (RFC 9110, section 7.6.1), or are made from the body. */
export const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
