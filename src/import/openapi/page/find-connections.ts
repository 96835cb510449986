import type { Operation } from '../document/operation.ts'
import { shownProperties } from '../draft/object-draft.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import { findPages, type PagedList } from './find-pages.ts'

/** The lists that clients are given as connections: those whose answers are pages and nothing else. */
export function findConnections(operations: readonly Operation[], reader: SchemaReader): Map<Operation, PagedList> {
  const found = operations.flatMap((operation): [Operation, PagedList][] => {
    const list = findPages(operation, reader)
    const isConnection = list?.isOnlyPage && shownProperties(list.item, 'type', reader).length > 0
    return isConnection ? [[operation, list]] : []
  })
  // All connections of a type are one: it has a `totalCount` where each of them can tell it.
  const uncounted = new Set(found.filter(([, { pages }]) => !('total' in pages)).map(([, { item }]) => item.id))
  return new Map(found.map(([operation, list]) => [operation, uncounted.has(list.item.id) ? withoutTotal(list) : list]))
}

function withoutTotal(list: PagedList): PagedList {
  const { total: _, ...pages } = list.pages
  return { ...list, pages }
}
