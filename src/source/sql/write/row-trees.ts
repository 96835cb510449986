import { isObject } from '../../../plan/is-object.ts'
import { nothingElse, type Path, printPath, readPath } from '../../../plan/path.ts'
import type { SqlNestedRows, SqlWrite } from '../../../plan/sql/sql-write.ts'
import type { TemplateScope } from '../../../plan/template.ts'
import type { Table } from '../../catalog.ts'
import { databaseError } from '../../database-error.ts'
import { badUserInput } from '../error.ts'
import { type RowInput, resolveRow, type WriteRow } from './write-row.ts'

/** A row, and the rows of other tables that its input holds. */
export interface RowTree {
  readonly row: WriteRow
  readonly nested: readonly NestedTrees[]
}

export interface NestedTrees {
  readonly rows: SqlNestedRows
  readonly trees: readonly RowTree[]
  /** Where they stand in the arguments, without places in lists. */
  readonly path: Path
}

interface TreeInput extends Omit<RowInput, 'rows'> {
  readonly write: SqlWrite
  readonly tables: ReadonlyMap<string, Table>
}

/** What an insert with nested rows inserts. Throws SourceError (`BAD_USER_INPUT`) as resolveRows does, and beyond the limits. */
export function resolveTrees(input: TreeInput): readonly RowTree[] {
  const { write, scope, source } = input
  const path = write.rows.input ?? []
  const [template = []] = write.rows.templates
  const limits = { left: write.maxNestedRows, most: write.maxNestedRows, mostDeep: write.maxNestedDepth, source }
  const given = readPath(scope.args, path, nothingElse)
  const rows = { template, nested: write.nested, table: input.table, many: write.rows.many }
  return treesOf(given, rows, path, printPath(path), input, limits, 1)
}

interface Limits {
  left: number
  readonly most: number
  readonly mostDeep: number
  readonly source: string
}

type Level = Pick<SqlNestedRows, 'template' | 'nested' | 'many'> & { readonly table: Table }

function treesOf(
  given: unknown,
  level: Level,
  path: Path,
  name: string,
  input: TreeInput,
  limits: Limits,
  depth: number,
): readonly RowTree[] {
  const items: readonly unknown[] = Array.isArray(given) ? given : level.many ? [] : [given]
  limits.left -= items.length
  if (limits.left < 0)
    throw badUserInput(`This has more rows than the source's maxNestedRows of ${limits.most}.`, limits.source)
  if (depth > limits.mostDeep && items.length > 0)
    throw badUserInput(`The rows go deeper than the source's maxNestedDepth of ${limits.mostDeep}.`, limits.source)
  return items.map((item, at) => treeOf(item, level, path, level.many ? `${name}[${at}]` : name, input, limits, depth))
}

function treeOf(
  item: unknown,
  { template, nested, table }: Level,
  path: Path,
  name: string,
  input: TreeInput,
  limits: Limits,
  depth: number,
): RowTree {
  if (!isObject(item)) throw badUserInput(`"${name}" must not be null.`, limits.source)
  const scope: TemplateScope = { ...input.scope, args: item }
  const row = resolveRow(template, { ...input, table, scope }, name)
  const below = nested.flatMap(rows => {
    const given = item[rows.field]
    if (given === undefined || given === null) return []
    const inside: Path = [...path, { kind: 'property', name: rows.field }]
    const level = { ...rows, table: tableOf(rows.table, input) }
    const trees = treesOf(given, level, inside, `${name}.${rows.field}`, input, limits, depth + 1)
    return [{ rows, trees, path: inside }]
  })
  return { row, nested: below }
}

function tableOf(name: string, { tables, source }: TreeInput): Table {
  const table = tables.get(name)
  if (table) return table
  throw databaseError('db_error', source, new Error(`there is no table "${name}"`))
}
