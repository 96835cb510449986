import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { SqlAssignment, SqlOperator, SqlWrite } from '../../../plan/sql/sql-write.ts'
import { equalitiesOf } from '../../../plan/sql/type-where.ts'
import { isStructure, uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import type { ColumnKind, Table } from '../../../source/catalog.ts'

interface WriteProblem {
  /** The directive's argument. */
  readonly argument: string
  readonly message: string
  readonly suggestion: string
}

/** What a mutation asks of its table that the table does not have: a key by which its rows are found again. */
export function checkWrite({ write, where }: SqlBinding, table: Table): readonly WriteProblem[] {
  if (!write) return []
  const { kind, answer, homeKey, on, rows } = write
  const problems: WriteProblem[] = []
  const keys = uniqueKeys(table, homeKey)
  const isFixedBy = (columns: readonly string[]) => keys.some(key => key.every(column => columns.includes(column)))
  const known =
    keys.length > 0 ? `Its keys are ${keys.map(key => `(${key.join(', ')})`).join(', ')}.` : 'It has no key.'
  const [key = ['id']] = keys
  const changes = kind === 'update' || kind === 'delete'
  if (changes && answer === 'row' && !isFixedBy(equalitiesOf(where).map(({ column }) => column)))
    problems.push({
      argument: 'where',
      message: `this where may find several rows of "${table.name}", and the field answers one. ${known}`,
      suggestion: `Fix a key: where: { ${key.map(column => `${column}: "{$args.${column}}"`).join(', ')} }, or return a list, Int or Boolean.`,
    })
  const wrongVersion = versionProblem(write, table)
  if (wrongVersion) problems.push({ argument: 'version', ...wrongVersion })
  else if (write.version && !isFixedBy(equalitiesOf(where).map(({ column }) => column)))
    problems.push({
      argument: 'where',
      message: `a version is that of one row, and this where may find several of "${table.name}". ${known}`,
      suggestion: `Fix a key: where: { ${key.map(column => `${column}: "{$args.${column}}"`).join(', ')} }.`,
    })
  if (kind === 'upsert' && !isFixedBy(on))
    problems.push({
      argument: 'on',
      message: `(${on.join(', ')}) is no key of "${table.name}", and ${write.keeps ? 'on' : 'an upsert'} needs one. ${known}`,
      suggestion: `Name the columns of a key: on: [${key.map(column => JSON.stringify(column)).join(', ')}].`,
    })
  if ((answer === 'row' || answer === 'rows' || write.limit !== undefined) && keys.length === 0)
    problems.push({
      argument: kind,
      message: `the table "${table.name}" has no key by which its rows could be ${write.limit === undefined ? 'read again' : 'counted first'}.`,
      suggestion:
        write.limit === undefined ? 'Give it a primary key, or return Int or Boolean.' : 'Give it a primary key.',
    })
  const untold = untoldColumn(write, table, keys)
  if (untold !== undefined)
    problems.push({
      argument: kind,
      message: `the database makes "${untold}" of a new row of "${table.name}", and MySQL does not tell it.`,
      suggestion: `Give it a value, as in insert: { ${untold}: "{$args.${untold}}" }, or return Int or Boolean.`,
    })
  for (const assignment of rows.templates.flat()) {
    const wrong = operatorProblem(assignment, write, table, keys)
    if (wrong) problems.push({ argument: `${kind}.${assignment.column}`, ...wrong })
  }
  for (const { column } of rows.templates.flat())
    if (isStructure(table) && table.columns.get(column)?.generated)
      problems.push({
        argument: kind,
        message: `the column "${column}" is computed by the database.`,
        suggestion: 'Leave it out.',
      })
  return problems
}

/** Why a column can't count the changes of its rows. */
function versionProblem(
  { version }: SqlWrite,
  { name: table, columns }: Table,
): Omit<WriteProblem, 'argument'> | undefined {
  const column = version && columns.get(version.column)
  if (!column || (column.kind === 'integer' && !column.nullable)) return undefined
  return {
    message: `a version is an integer that is never null, and "${column.name}" of "${table}" is none.`,
    suggestion: `Add a column such as version INTEGER NOT NULL DEFAULT 1.`,
  }
}

const CHANGED_KINDS: Readonly<Record<SqlOperator, ReadonlySet<ColumnKind>>> = {
  add: new Set(['integer', 'decimal', 'float']),
  subtract: new Set(['integer', 'decimal', 'float']),
  multiply: new Set(['integer', 'decimal', 'float']),
  append: new Set(['text', 'list']),
}

/** Why a column can't be changed so: by its type, or because a row would no longer be found by it. */
function operatorProblem(
  { column: name, operator }: SqlAssignment,
  { answer, on }: SqlWrite,
  { name: table, columns }: Table,
  keys: readonly (readonly string[])[],
): Omit<WriteProblem, 'argument'> | undefined {
  const column = columns.get(name)
  if (!column || !operator) return undefined
  const isNone = operator === 'append' && column.typed
  if (!CHANGED_KINDS[operator].has(column.kind) || isNone)
    return {
      message: `${operator} takes a column of ${operator === 'append' ? 'text or of lists' : 'numbers'}, and "${name}" of "${table}" is none.`,
      suggestion:
        column.kind === 'json' ? 'An object with other names would be JSON to set it to.' : 'Set it to a whole value.',
    }
  const isRead = answer === 'row' || answer === 'rows'
  if ((isRead && keys.some(key => key.includes(name))) || on.includes(name))
    return {
      message: `"${name}" is part of a key of "${table}", and a row whose key is changed so is not found again.`,
      suggestion: on.includes(name) ? 'Set it to a whole value.' : 'Return Int or Boolean, or set it to a whole value.',
    }
  return undefined
}

/** A column of the key by which a new row would be read, whose value nobody would know. */
function untoldColumn(
  { kind, answer, rows }: SqlWrite,
  table: Table,
  keys: readonly (readonly string[])[],
): string | undefined {
  const isRead = (kind === 'insert' || kind === 'upsert') && (answer === 'row' || answer === 'rows')
  if (!isRead || !isStructure(table) || !table.tellsCountedOnly) return undefined
  const isGiven = (column: string) => rows.templates.every(row => row.some(each => each.column === column))
  if (keys.some(key => key.every(isGiven))) return undefined
  const missing = (keys[0] ?? []).filter(column => !isGiven(column))
  return missing.find(column => {
    const { counted, hasDefault } = table.columns.get(column) ?? {}
    return hasDefault && !(counted && missing.length === 1)
  })
}
