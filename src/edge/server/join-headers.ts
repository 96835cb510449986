import type { HttpAnswer } from './http-answer.ts'

type Headers = HttpAnswer['headers']

/** Both; of a header that both have, `later` counts, but for Vary, which is all that either says. */
export function joinHeaders(headers: Headers, later: Headers): Headers {
  const vary = [headers.vary, later.vary].filter(each => each !== undefined).join(', ')
  return { ...headers, ...later, ...(vary ? { vary } : {}) }
}
