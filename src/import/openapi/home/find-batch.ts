import { wordsOfProperty } from '../../name/property-name.ts'
import type { LiteralObject } from '../../sdl/sdl.ts'
import type { Operation, Parameter } from '../document/operation.ts'
import { callOf } from '../field/binding.ts'
import { listContent, selectPath } from '../page/envelope.ts'
import { findPages } from '../page/find-pages.ts'
import { choosesPage, sizeParameter } from '../page/page-parameters.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { ObjectView } from '../schema/schema-view.ts'
import { pathTemplate, withQuery } from '../url-text.ts'

/** A list that can be asked for the items of several keys at once. */
export interface Batch {
  /** The parameter that takes the keys. */
  readonly parameter: string
  readonly item: ObjectView
  /**
   * The binding that finds one item for each key: `field` is what holds a parent's key, `by` where an item has it. Where the
   * list has pages, a call asks for as many as a page has room for.
   */
  readonly one: Bind
  /** That of all items of each key; `undefined` where they could be cut off at the end of a page. */
  readonly all: Bind | undefined
}

type Bind = (field: string, by: string) => LiteralObject

const MAX_BATCH = 100

/** Reads `GET /posts?id=1&id=2` and `GET /posts?ids=1,2`; `undefined` for what is neither, or would lose items on a page. */
export function findBatch(operation: Operation, reader: SchemaReader): Batch | undefined {
  const { method, answer, parameters, path } = operation
  if (method !== 'GET' || answer.kind !== 'json') return undefined
  const content = listContent(answer.schema, reader)
  const list = content && reader.read(content.schema)
  const item = list?.kind === 'list' ? reader.read(list.items) : undefined
  const parameter = parameters.find(each => isKeys(each, reader))
  if (!content || item?.kind !== 'object' || !parameter?.schema) return undefined
  const pages = findPages(operation, reader)
  const size = sizeParameter(operation, reader)
  const needed = parameters.filter(each => each.required && each !== parameter && each !== size?.parameter)
  if (needed.some(each => !pages?.sent.has(each)) || path.includes('{')) return undefined
  const keys = reader.read(parameter.schema)
  const mostKeys = (keys.kind === 'list' ? keys.maxItems : undefined) ?? MAX_BATCH
  if (!(mostKeys > 0)) return undefined
  const select = selectPath(content)
  const bind =
    (most: number, query: readonly (readonly [string, string])[], more: LiteralObject): Bind =>
    (field, by) => ({
      ...callOf(
        operation,
        withQuery(
          pathTemplate(path, () => ''),
          [[parameter.name, `{$batch.${field}${parameter.explode ? '' : " | join ','"}}`], ...query],
        ),
      ),
      by,
      ...(select === undefined ? {} : { select }),
      ...(most < MAX_BATCH ? { maxBatch: most } : {}),
      ...more,
    })
  const isWhole = !choosesPage(operation)
  const all = isWhole ? bind(mostKeys, [], {}) : pages && bind(mostKeys, [], { pages: pages.pages })
  const most = Math.min(MAX_BATCH, mostKeys, size?.max ?? 0)
  const one =
    size?.max !== undefined && needed.length === 0 ? bind(most, [[size.parameter.name, String(most)]], {}) : all
  return one && { parameter: parameter.name, item, one, all }
}

/** A list of texts or integers, called `id`, `ids`, `userId` or `user_ids`. */
function isKeys({ in: place, name, style, schema }: Parameter, reader: SchemaReader): boolean {
  const last = wordsOfProperty(name).at(-1)
  if (place !== 'query' || style !== 'form' || !schema || (last !== 'id' && last !== 'ids')) return false
  const view = reader.read(schema)
  const item = view.kind === 'list' ? reader.read(view.items) : undefined
  return item?.kind === 'scalar' && (item.type === 'string' || item.type === 'integer')
}
