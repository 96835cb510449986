import { FILTER_OPERATORS, type FilterOperator, operatorsOf } from '../../src/schema/filter-operators.ts'
import { printJson } from '../../src/source/json.ts'
import { type FilterRow, type LikeRules, rowsFound } from '../source/sql/filter-oracle.ts'
import { compare, literal } from '../source/sql/support.ts'

/** A row of the table that the paths read. */
export type Row = Pick<FilterRow, 'id' | 'name' | 'amount'>

/** One way on which a client's value gets into a statement. */
export interface InjectionPath {
  readonly name: string
  /** The argument and how it is given; `v` with the whole value unless said. */
  readonly argument?: string
  readonly given?: string
  /** What is sent for the value, where it is not the value itself; `cursor` is one that the gateway made. */
  readonly encode?: (value: unknown, cursor: string) => string
  /** The type of the value. */
  readonly type: 'JSON' | 'String' | 'ID' | 'Int' | '[String!]'
  /** What stands behind the field's arguments: its type and binding. */
  readonly field: string
  /** How the answer's list of rows is selected; the rows themselves unless said. */
  readonly selection?: string
  readonly read?: (answer: unknown) => unknown
  /** The rows that a plain reading of the value finds, in the order of their ids; `refused` is a coded error. */
  expected(value: unknown, rows: readonly Row[], rules: DatabaseRules): readonly Row[] | 'refused'
}

export interface DatabaseRules extends LikeRules {
  /** Whether a column of integers may hold any number, so that a cursor may have shown it. */
  readonly holdsAnyNumber: boolean
}

const NODES = {
  selection: '{ edges { cursor node { id } } }',
  read: (answer: unknown) => (answer as { edges: { node: unknown }[] }).edges.map(({ node }) => node),
}

/** Each operator on a column of numbers and on one of text. */
const OPERATOR_PATHS: readonly InjectionPath[] = (['id', 'amount', 'name'] as const).flatMap(column =>
  operatorsOf('String').map(operator => ({
    name: `${column}_${operator}`,
    type: 'JSON' as const,
    field: `[Item!] @sql(where: { ${column}: { ${operator}: "{$args.v}" } }, orderBy: "id")`,
    expected: (value, rows, rules) => filtered(column, operator, value, rows, rules),
  })),
)

/** What a key finds: the parents of a batch, and the objects of a home. */
const KEY_PATHS: readonly InjectionPath[] = [
  keyPath('byName', (value, rows) => ofKeys('name', value, rows)),
  keyPath('byId', (value, rows) => ofKeys('id', value, rows)),
  keyPath('byQuery', (value, rows) => ofKeys('name', value, rows)),
  keyPath('oneByName', (value, rows) => ofKey('name', value, rows)),
  keyPath('oneById', (value, rows) => ofKey('id', value, rows)),
  keyPath('oneByQuery', (value, rows) => ofKey('name', value, rows)),
  // An object where an object belongs is that object, and has no id; a list is of another shape.
  keyPath('home', (value, rows) => (isScalar(value) ? ofKey('id', value, rows) : 'refused')),
  keyPath('homes', (value, rows) => {
    if (value === null) return []
    return isList(value) && value.every(isScalar) ? ofKeys('id', value, rows) : 'refused'
  }),
]

/** What the field of a parent finds whose key is what the client has sent. */
function keyPath(name: string, expected: InjectionPath['expected']): InjectionPath {
  return {
    name: `key_${name}`,
    type: 'JSON',
    field: 'Holder @http(POST: "/echo", body: { key: "{$args.v}" })',
    selection: `{ ${name} { id } }`,
    read: answer => {
      const found = (answer as Record<string, unknown>)[name]
      return (isList(found) ? found : [found]).filter(row => row !== null)
    },
    expected,
  }
}

/** A filter of the client's own. */
const CLIENT_PATHS: readonly InjectionPath[] = (
  [
    ['id', 'eq', 'ID'],
    ['name', 'eq', 'String'],
    ['name', 'ne', 'String'],
    ['name', 'in', '[String!]'],
    ['name', 'notIn', '[String!]'],
    ['name', 'like', 'String'],
    ['name', 'startsWith', 'String'],
    ['name', 'contains', 'String'],
  ] as const
).map(([column, operator, type]) => ({
  name: `client_${column}_${operator}`,
  argument: 'where: ItemFilter',
  given: `where: { and: [{ ${column}: { ${operator}: VALUE } }] }`,
  type,
  field: '[Item!] @sql(orderBy: "id")',
  expected: (value, rows, rules) => filtered(column, operator, value, rows, rules),
}))

/** Pages of rows: how many, and cursors that a client makes up, or changes. */
const PAGE_PATHS: readonly InjectionPath[] = [
  ...(['first', 'last'] as const).map(name => ({
    name: `page_${name}`,
    argument: `${name}: Int`,
    given: `${name}: VALUE`,
    type: 'Int' as const,
    field: 'ItemConnection @sql(orderBy: "id")',
    ...NODES,
    expected: (value: unknown, rows: readonly Row[]) =>
      slice(value, amount => (name === 'first' ? rows.slice(0, amount) : rows.slice(rows.length - amount)), rows),
  })),
  ...(['after', 'before'] as const).map(name => ({
    name: `page_${name}`,
    argument: `${name}: String`,
    given: `${name}: VALUE`,
    type: 'String' as const,
    field: 'ItemConnection @sql(orderBy: "id")',
    ...NODES,
    expected: (value: unknown, rows: readonly Row[]) => (value === null ? rows : ('refused' as const)),
  })),
  {
    name: 'page_changed_cursor',
    argument: 'after: String',
    given: 'after: VALUE',
    encode: (value, cursor) => {
      const [made] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
      return Buffer.from(printJson([made, value]) ?? '').toString('base64url')
    },
    type: 'JSON',
    field: 'ItemConnection @sql(orderBy: "id")',
    ...NODES,
    expected: (value, rows, rules) => {
      if (rules.holdsAnyNumber && (typeof value === 'number' || typeof value === 'bigint'))
        return rows.filter(({ id }) => id > value)
      return isScalar(value) && /^(0|-?[1-9]\d{0,17})$/.test(String(value)) && typeof value !== 'boolean'
        ? filtered('id', 'gt', value, rows, rules)
        : 'refused'
    },
  },
]

/** The paths that the fuzz test sends values through; a path that is added here is tested on every database. */
export const INJECTION_PATHS: readonly InjectionPath[] = [
  ...OPERATOR_PATHS,
  ...CLIENT_PATHS,
  ...PAGE_PATHS,
  ...KEY_PATHS,
  {
    name: 'plain_value',
    type: 'JSON',
    field: '[Item!] @sql(where: { name: "{$args.v}" }, orderBy: "id")',
    expected: (value, rows, rules) => filtered('name', isList(value) ? 'in' : 'eq', value, rows, rules),
  },
  {
    name: 'id_of_a_row',
    type: 'ID',
    field: '[Item!] @sql(where: { id: "{$args.v}" }, orderBy: "id")',
    expected: (value, rows, rules) => filtered('id', 'eq', value, rows, rules),
  },
  {
    name: 'list_of_texts',
    type: '[String!]',
    field: '[Item!] @sql(where: { name: "{$args.v}" }, orderBy: "id")',
    expected: (value, rows, rules) => filtered('name', value === null ? 'eq' : 'in', value, rows, rules),
  },
  {
    name: 'inside_text',
    type: 'String',
    field: '[Item!] @sql(where: { name: "a{$args.v}" }, orderBy: "id")',
    expected: (value, rows) => rows.filter(({ name }) => value !== null && name === `a${value}`),
  },
  {
    name: 'under_not',
    type: 'String',
    field:
      '[Item!] @sql(where: { not: { or: [{ name: "{$args.v}" }, { name: { contains: "{$args.v}" } }] } }, orderBy: "id")',
    expected: (value, rows, rules) =>
      filtered('name', 'ne', value, filtered('name', 'contains', value, rows, rules, true), rules),
  },
  {
    name: 'limit',
    type: 'JSON',
    field: '[Item!] @sql(orderBy: "id", limit: "{$args.v}")',
    expected: (value, rows) => slice(value, amount => rows.slice(0, amount), rows),
  },
  {
    name: 'query_value',
    type: 'String',
    field: '[Item!] @sql(query: "SELECT id FROM items WHERE name = {$args.v} ORDER BY id")',
    expected: (value, rows) => rows.filter(({ name }) => value !== null && name === value),
  },
  {
    name: 'query_list',
    type: '[String!]',
    field: '[Item!] @sql(query: "SELECT id FROM items WHERE name IN ({$args.v}) ORDER BY id")',
    expected: (value, rows) => rows.filter(({ name }) => name !== null && isList(value) && value.includes(name)),
  },
]

function filtered(
  column: 'id' | 'amount' | 'name',
  operator: FilterOperator,
  value: unknown,
  rows: readonly Row[],
  rules: LikeRules,
  negated = false,
): readonly Row[] {
  // A value without an operator is an object to nobody.
  const operand = isObject(value) ? {} : value
  const isPattern = FILTER_OPERATORS[operator].takes === 'text'
  if (isPattern && typeof operand !== 'object' && String(operand).includes('\0')) return []
  const plain = isPattern && typeof operand !== 'object' ? String(operand) : operand
  const plainFilter = compare(column, literal(operator === 'isNull' ? flagOf(plain) : plain), operator)
  const filter = negated ? { kind: 'not' as const, filter: plainFilter } : plainFilter
  const isFound = (row: FilterRow) => rowsFound(filter, { rows: [row], like: rules }).length === 1
  return rows.filter(row => isFound({ ...row, parent: null, flag: null }))
}

function flagOf(value: unknown): unknown {
  if (['true', '1', 1].includes(value as never)) return true
  return ['false', '0', 0].includes(value as never) ? false : value
}

/** A list as key is several keys for a list field, each with its own rows, in the order of the list. */
function ofKeys(column: 'id' | 'name', value: unknown, rows: readonly Row[]): readonly Row[] {
  return (isList(value) ? value : [value]).flatMap(key => ofKey(column, key, rows))
}

function ofKey(column: 'id' | 'name', value: unknown, rows: readonly Row[]): readonly Row[] {
  return value === null || !isScalar(value)
    ? []
    : filtered(column, 'eq', value, rows, { ignoresCase: false, flags: ['0', '1'] })
}

function slice(value: unknown, cut: (amount: number) => readonly Row[], all: readonly Row[]) {
  if (value === null) return all
  const isNumber = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
  return isNumber || (typeof value === 'string' && /^\d{1,15}$/.test(value)) ? cut(Number(value)) : 'refused'
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object'
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !isList(value)
}
