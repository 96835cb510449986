import { printPath } from '../../../plan/path.ts'
import type { SqlAssignment } from '../../../plan/sql/sql-write.ts'
import { uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import type { Table } from '../../catalog.ts'
import { columnOf } from '../catalog/table-column.ts'
import { tableId } from '../catalog/table-id.ts'
import { storedValue } from '../convert/convert.ts'
import { badUserInput } from '../error.ts'
import type { SqlScalar, SqlValue } from '../sql-value.ts'
import { insertOne, insertRows, isGiven } from './insert-rows.ts'
import { type RowKey, readByKeys } from './read-rows.ts'
import type { NestedTrees, RowTree } from './row-trees.ts'
import { writeError } from './write-error.ts'
import { resolveRow, type WriteRow } from './write-row.ts'
import type { WriteKind, WriteSession } from './write-session.ts'
import { WriteStatements } from './write-statement.ts'

/** Inserts rows with those that stand in their inputs: what they refer to before them, what refers to them behind. */
export const INSERT_NESTED: WriteKind = {
  touch: async session => {
    for (const tree of session.trees) await insertTree(session, tree, [])
    return session.trees.length
  },
  readOne: async session => (await insertAndRead(session))[0] ?? null,
  readAll: insertAndRead,
}

async function insertAndRead(session: WriteSession) {
  const [key = []] = uniqueKeys(session.table, session.write.homeKey)
  const keys: RowKey[] = []
  for (const tree of session.trees) {
    const known = await insertTree(session, tree, key)
    keys.push(key.map(column => known.get(column) as SqlScalar))
  }
  return readByKeys(session, key, keys)
}

/** Inserts a row and all that its input holds: the values of the columns that are asked for. */
async function insertTree(
  session: WriteSession,
  { row, nested }: RowTree,
  asked: readonly string[],
): Promise<WriteRow> {
  const own = new Map(row)
  for (const parents of nested.filter(({ rows }) => rows.role === 'parent')) await insertParent(session, parents, own)
  const below = nested.filter(({ rows }) => rows.role !== 'parent')
  const needed = below.flatMap(({ rows: { via, on } }) => (via ?? { on }).on.map(({ column }) => column))
  const known = await insertKnowing(session, own, [...new Set([...asked, ...needed])])
  for (const each of below)
    await (each.rows.role === 'joined' ? insertJoined(session, each, known) : insertChildren(session, each, known))
  return known
}

/** The row that the other one refers to: its key goes into the columns of that. */
async function insertParent(session: WriteSession, parents: NestedTrees, row: Map<string, SqlValue>): Promise<void> {
  const { on, field } = parents.rows
  const inside = sessionOf(session, parents)
  for (const tree of parents.trees) {
    const known = await insertTree(
      inside,
      tree,
      on.map(({ related }) => related),
    )
    for (const { column, related } of on) {
      if (row.has(column))
        throw badUserInput(
          `"${printPath(parents.path)}" says which row is meant, and so does another field, or the row around.`,
          session.plan.binding.source,
        )
      row.set(column, flow(known.get(related), column, session, field))
    }
  }
}

/** Rows that refer to this one: in few statements where nothing stands in them. */
async function insertChildren(session: WriteSession, children: NestedTrees, known: WriteRow): Promise<void> {
  const inside = sessionOf(session, children)
  const { on, field } = children.rows
  const linked = children.trees.map(({ row, nested }) => {
    const links = on.map(({ column, related }) => [related, flow(known.get(column), related, inside, field)] as const)
    return { row: new Map([...row, ...links]), nested }
  })
  if (linked.some(({ nested }) => nested.length > 0)) for (const tree of linked) await insertTree(inside, tree, [])
  else
    await told(inside, () =>
      insertRows(
        inside,
        linked.map(({ row }) => row),
      ),
    )
}

/** Rows of the other side, and those of the join table between. */
async function insertJoined(session: WriteSession, joined: NestedTrees, known: WriteRow): Promise<void> {
  const { on, via, field } = joined.rows
  if (!via) return
  const inside = sessionOf(session, joined)
  const between = sessionFor(session, via.table, {
    ...joined,
    trees: [],
    rows: { ...joined.rows, template: via.fixed },
  })
  const { scope, dialect, plan, table } = between
  const fixed = resolveRow(via.fixed, { table, converters: dialect.converters, scope, source: plan.binding.source }, '')
  const rows: WriteRow[] = []
  for (const tree of joined.trees) {
    const other = await insertTree(
      inside,
      tree,
      on.map(({ related }) => related),
    )
    const links = [
      ...via.on.map(({ column, related }) => [related, flow(known.get(column), related, between, field)] as const),
      ...on.map(({ column, related }) => [column, flow(other.get(related), column, between, field)] as const),
    ]
    rows.push(new Map([...fixed, ...links]))
  }
  await told(between, () => insertRows(between, rows))
}

/** Inserts a row: its values of these columns, some of which the database may make. */
async function insertKnowing(session: WriteSession, row: WriteRow, columns: readonly string[]): Promise<WriteRow> {
  return told(session, async () => {
    if (!columns.every(column => isGiven(row, column))) {
      const made = await insertOne(session, row, columns)
      return new Map(columns.map((column, at) => [column, made[at] as SqlValue]))
    }
    await insertRows(session, [row])
    return row
  })
}

/** What fails is told by the arguments of its own rows. */
async function told<T>(session: WriteSession, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw writeError(error, session)
  }
}

/** A value of one row as a column of another one holds it. */
function flow(
  value: SqlValue | undefined,
  name: string,
  { table, dialect, plan }: WriteSession,
  field: string,
): SqlValue {
  const { source } = plan.binding
  const column = columnOf(table, name, source)
  const plain = value && typeof value === 'object' && 'decimal' in value ? value.decimal : value
  const stored = column && storedValue(plain, column, dialect.converters)
  if (stored !== undefined) return stored
  throw badUserInput(`The rows of "${field}" can't be joined: a column can't hold the key.`, source)
}

function sessionOf(session: WriteSession, nested: NestedTrees): WriteSession {
  return sessionFor(session, nested.rows.table, nested)
}

function sessionFor(session: WriteSession, name: string, { rows, path, trees }: NestedTrees): WriteSession {
  const { dialect, tables, write } = session
  const table = tables.get(name) as Table
  const templates: readonly (readonly SqlAssignment[])[] = [rows.template]
  return {
    ...session,
    table,
    trees,
    rows: trees.map(({ row }) => row),
    operators: new Map(),
    write: { ...write, on: [], homeKey: rows.homeKey, rows: { input: path, many: rows.many, templates } },
    statements: new WriteStatements(dialect, tableId(name, table), [], new Map()),
  }
}
