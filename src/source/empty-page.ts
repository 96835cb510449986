import type { ConnectionAnswer } from './connection-answer.ts'

/** The connection of a key without objects. */
export function emptyPage(): ConnectionAnswer {
  const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null }
  return { edges: [], nodes: [], pageInfo, totalCount: 0 }
}
