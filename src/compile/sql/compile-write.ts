import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { SqlFilter } from '../../plan/sql/sql-filter.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import type { SqlWrite } from '../../plan/sql/sql-write.ts'
import { equalitiesOf, hasClientFilter } from '../../plan/sql/type-where.ts'
import type { DirectiveUse } from '../../schema/definition.ts'
import { checkAssignments } from './check-assignments.ts'
import { columnOf } from './column-of.ts'
import { compileNested } from './compile-nested.ts'
import { type CompiledRows, compileRows, isNestedField, NO_ROWS } from './compile-rows.ts'
import type { TableSettings } from './compile-table.ts'
import { compileVersion } from './compile-version.ts'
import { compileWhere } from './filter/compile-where.ts'
import { numberAnswer } from './number-answer.ts'
import type { SqlContext } from './sql-context.ts'
import { answersList, sqlBinding } from './sql-plan.ts'

const KINDS = ['insert', 'update', 'upsert', 'delete'] as const
type WriteKind = (typeof KINDS)[number]

/** The arguments that say what is written. */
export function writeKinds({ use: { args } }: SqlContext): readonly WriteKind[] {
  return KINDS.filter(kind => args[kind] !== undefined && args[kind] !== null && args[kind] !== false)
}

/** The type that a field writes and does not return; empty for a table of no type. */
export function writtenType({ args }: DirectiveUse): string | undefined {
  if (typeof args.type === 'string') return args.type
  const writes = args.insert ?? args.update ?? args.upsert ?? args.delete
  return typeof args.table === 'string' && writes ? '' : undefined
}

/** Compiles an `@sql` that changes rows; reports every mistake in it. */
export function compileWrite(
  context: SqlContext,
  table: TableSettings | undefined,
  settings: SqlSourceSettings,
): SqlBinding | undefined {
  const { use, report, root } = context
  const [kind, another] = writeKinds(context)
  if (kind === undefined) return undefined
  if (another)
    report(another, `${kind} beside ${another}: a field does one thing.`, 'Keep one of them, or make two fields of it.')
  if (root !== 'mutation')
    report(kind, `${kind} changes rows, and only a mutation may.`, 'Move the field to type Mutation.')
  const changes = kind === 'update' || kind === 'delete'
  for (const argument of ['query', 'by', 'search', 'orderBy', 'through', ...(changes ? [] : ['limit'])])
    if (use.args[argument] !== undefined) report(argument, `${argument} does not stand beside ${kind}.`, 'Remove it.')
  if (!table) {
    reportNoTable(context)
    return undefined
  }
  const inserts = kind === 'insert' || kind === 'upsert'
  const version = compileVersion(context, kind)
  const rows = kind === 'delete' ? NO_ROWS : withoutVersion(compileRows(context, kind), version, context)
  checkAssignments(context, kind, rows, table)
  checkAnswer(context, kind, rows)
  const equalities = inserts ? equalitiesOf(table.where) : []
  const keeps = kind === 'insert' && use.args.on !== undefined && use.args.on !== null
  const on = kind === 'upsert' || keeps ? compileOn(context, rows, table) : []
  if (inserts && use.args.where !== undefined)
    report('where', `${kind} takes no where.`, kind === 'upsert' ? 'Name the key: on: ["id"].' : 'Remove it.')
  const filters = inserts ? [] : compileTarget(context, kind)
  return sqlBinding(context, settings, {
    from: { kind: 'table', table: table.table },
    where: [...table.where, ...filters],
    keyColumns: [],
    write: {
      kind: keeps ? 'upsert' : kind,
      answer: answerOf(context),
      rows: {
        input: rows.input,
        many: rows.many,
        templates: rows.templates.map(row => [
          ...row.map(({ column, value, operator }) => ({ column, value, ...(operator && { operator }) })),
          ...equalities,
        ]),
      },
      on,
      keeps,
      version,
      limit: changes ? compileLimit(context, settings) : undefined,
      fixed: equalities.map(({ column }) => column),
      homeKey: table.key,
      nested:
        kind === 'insert' && !keeps ? compileNested(context, rows.fields, kind) : refuseNested(context, kind, rows),
      maxNestedRows: settings.maxNestedRows,
      maxNestedDepth: settings.maxNestedDepth,
    },
  })
}

/** An input that is sent whole may hold the version that was read, which is no value to set. */
function withoutVersion(rows: CompiledRows, version: SqlFilter | undefined, { report }: SqlContext): CompiledRows {
  if (version?.kind !== 'compare') return rows
  for (const { column, inputField, argument } of rows.templates.flat())
    if (column === version.column && inputField === undefined)
      report(argument, `"${column}" is the version, which each change counts up by itself.`, 'Leave it out.')
  return { ...rows, templates: rows.templates.map(row => row.filter(({ column }) => column !== version.column)) }
}

function refuseNested(context: SqlContext, kind: WriteKind, { fields }: CompiledRows): readonly [] {
  for (const field of fields)
    if (isNestedField(context, field))
      context.report(
        kind,
        `the input field ${field.name} holds other rows, and only an insert that makes a new row inserts them with it.`,
        'Take columns only.',
      )
  return []
}

/** The rows of an update or a delete: never all of a table, and never more because something was left out. */
function compileTarget(context: SqlContext, kind: 'update' | 'delete'): readonly SqlFilter[] {
  const changed = kind === 'update' ? 'changed' : 'deleted'
  const { filters } = compileWhere(context, { kind: 'refused', consequence: `other rows are ${changed}` })
  if (filters.length === 0)
    context.report(
      'where',
      `${kind === 'update' ? 'an update' : 'a delete'} needs a where.`,
      'Add where: { id: "{$args.id}" }.',
    )
  if (hasClientFilter(filters) && context.use.args.limit === undefined)
    context.report(
      'where',
      "a client's filter may match all rows.",
      'Say how many at most: limit: 100, or name the columns: where: { id: "{$args.id}" }.',
    )
  return filters
}

/** Most rows that a client's filter may lead a change to. */
function compileLimit(context: SqlContext, { maxRows }: SqlSourceSettings): number | undefined {
  const { limit } = context.use.args
  if (limit === undefined || limit === null) return undefined
  const isNumber = typeof limit === 'number' && Number.isInteger(limit) && limit > 0 && limit <= maxRows
  if (!isNumber)
    context.report(
      'limit',
      `limit is a whole number from 1 to the source's maxRows of ${maxRows}.`,
      'Write limit: 100.',
    )
  if (answerOf(context) === 'row')
    context.report('limit', 'limit is for several rows, and the field answers one.', 'Return a list, Int or Boolean.')
  return isNumber ? limit : undefined
}

function compileOn(context: SqlContext, rows: CompiledRows, table: TableSettings): readonly string[] {
  const { on } = context.use.args
  const names = on === undefined || on === null ? undefined : [on].flat().map(String)
  if (!names && table.key.length === 0 && table.table !== '')
    context.report(
      'upsert',
      `the table "${table.table}" has no type whose key an upsert could take.`,
      'Name the columns of a key: on: ["email"].',
    )
  const columns = names ? names.map((name, at) => columnOf(context, name, `on.${at}`)) : table.key
  const fixed = new Set(equalitiesOf(table.where).map(({ column }) => column))
  for (const [at, column] of columns.entries())
    if (!fixed.has(column) && !rows.templates.every(row => row.some(each => each.column === column)))
      context.report(
        names ? `on.${at}` : 'upsert',
        `the row has no value for "${names?.[at] ?? column}", by which the one that is there is found.`,
        'Add it to the row, or name the columns of another key: on: ["email"].',
      )
  return columns
}

function checkAnswer(context: SqlContext, kind: WriteKind, { many }: CompiledRows): void {
  if (kind === 'update' && many)
    context.report('update', 'an update sets the same in all its rows.', 'Take one input object, or write upsert.')
  else if (many && answerOf(context) === 'row')
    context.report(kind, `${kind} writes several rows, and the field answers one.`, `Return [${context.returned}!].`)
}

function answerOf(context: SqlContext): SqlWrite['answer'] {
  return numberAnswer(context) ?? (answersList(context) ? 'rows' : 'row')
}

function reportNoTable(context: SqlContext): void {
  const { use, report, returned } = context
  if (numberAnswer(context) && use.args.type === undefined)
    report(
      undefined,
      'the field does not say what it writes.',
      'Add type: "User", or table: "users" for a table of no type.',
    )
  else
    report(
      use.args.type === undefined ? undefined : 'type',
      `the type ${returned} has no table.`,
      `Write type ${returned} @sql(table: "…"), or return Int or Boolean.`,
    )
}
