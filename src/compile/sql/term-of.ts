import { getNamedType, getNullableType, isListType } from 'graphql'
import type { Path } from '../../plan/path.ts'
import { fixedPath } from '../../plan/source-path.ts'
import type { ColumnTerm, JsonPlace } from '../../plan/sql/column-term.ts'
import { jsonKindOf } from '../../schema/json-kind.ts'
import { columnOf } from './column-of.ts'
import { noteColumn } from './note-column.ts'
import type { SqlContext } from './sql-context.ts'

/** What stands behind a name of a filter or an order: a column as `columnOf` finds it, or a value inside a column of JSON. */
export function termOf(context: SqlContext, name: string, argument: string | undefined): ColumnTerm {
  const { names, returned, source } = context
  const { paths } = names.lookup(returned, [{ kind: 'property', name }])
  const [first, ...rest] = fixedPath(paths.get(source)) ?? []
  const type = names.typeOf(returned, name)
  const as = type && !isListType(getNullableType(type)) ? jsonKindOf(getNamedType(type).name) : undefined
  const path = plainPath(rest)
  if (first?.kind !== 'property' || rest.length === 0 || !as || !path)
    return { column: columnOf(context, name, argument) }
  if (argument !== undefined) noteColumn(context, { column: first.name, argument: '' })
  return { column: first.name, inside: { path, as } }
}

/** What the field of an input type stands for: by its `@map`, or as `termOf` finds it. It tells of values: what is guarded there is so here. */
export function inputTerm(context: SqlContext, typeName: string, fieldName: string, argument: string): ColumnTerm {
  const { names, returned, source, valueReads } = context
  const mapped = names.mappedInputName(typeName, fieldName, source)
  const term = mapped === undefined ? termOf(context, fieldName, undefined) : { column: mapped }
  if (mapped !== undefined) noteColumn(context, { column: mapped, argument })
  const at = `${typeName}.${fieldName}`
  const field = mapped === undefined && { field: fieldName }
  valueReads.add({ at, type: returned, ...field, path: pathOf(term), source })
  return term
}

/** Where the value of a term stands in a row. */
export function pathOf({ column, inside }: ColumnTerm): Path {
  const parts = [column, ...(inside?.path ?? [])]
  return parts.map(part =>
    typeof part === 'number' ? { kind: 'index', index: part } : { kind: 'property', name: part },
  )
}

/** Undefined for a path with names that would need quotes, and for one of several values. */
function plainPath(path: Path): JsonPlace['path'] | undefined {
  const parts = path.map(segment => {
    if (segment.kind === 'index') return segment.index
    return segment.kind === 'property' && /^[\w-]+$/.test(segment.name) ? segment.name : undefined
  })
  return parts.every(part => part !== undefined) ? parts : undefined
}
