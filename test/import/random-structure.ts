import fc from 'fast-check'
import type { ColumnKind } from '../../src/source/catalog.ts'
import type { ColumnStructure, ForeignKey, Structure, TableStructure } from '../../src/source/structure.ts'

/** Names that mean something to GraphQL, to Sluice, to JavaScript or to SQL, or that no GraphQL name can be. */
const HOSTILE = [
  ...['query', 'mutations', 'Subscription', 'page_info', 'String', 'ids', 'date', 'json', 'order_directions'],
  ...['user', 'users', 'User', 'user_filter', 'user_orders', 'users_connection', 'user_edges', 'user id', 'userId'],
  ...['__typename', '__proto__', 'constructor', 'hasOwnProperty', 'type', 'input', 'null', 'true', 'and', 'not'],
  ...[
    'where',
    'limit',
    'first',
    'orderBy',
    'select',
    '2fa',
    'a.b',
    "it's",
    'say "hi"',
    'a\\b',
    'a`b',
    '{a}',
    '{{',
    '{$this.a}',
  ],
  ...[
    'größe',
    '価格',
    '',
    ' ',
    '\n',
    '\u{1F600}',
    'a\u0301',
    '"""',
    '# no',
    '_',
    '__',
    'series',
    'people',
    'data',
    'id',
    'parent_id',
  ],
]

const NAME = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 8 }))

const KINDS: readonly ColumnKind[] = [
  ...([
    'boolean',
    'integer',
    'decimal',
    'float',
    'text',
    'binary',
    'date',
    'time',
    'datetime',
    'json',
    'uuid',
  ] as const),
]

const COLUMN = fc.record({
  name: NAME,
  kind: fc.constantFrom(...KINDS),
  nullable: fc.boolean(),
  type: fc.constantFrom('', '', '', 'text[]'),
  comment: fc.oneof(fc.constant(''), fc.string({ unit: 'binary' }), fc.constantFrom('"""', 'a\nb', ' \\ ', '\\"""\n"')),
  hasDefault: fc.boolean(),
  generated: fc.boolean(),
  values: fc.option(
    fc.record({
      names: fc.uniqueArray(fc.oneof(NAME, fc.constantFrom('PG-13', 'PG 13', 'true', '')), { maxLength: 4 }),
    }),
    { nil: undefined, freq: 4 },
  ),
})

const PLAIN_TABLE = {
  name: 'a plain name',
  columns: [
    {
      ...{ name: 'id', kind: 'integer' as const, nullable: false, type: '', comment: '', hasDefault: true },
      ...{ generated: false, values: undefined },
    },
  ],
}

/** The columns of a table by numbers, which are taken modulo their count. */
const PICK = fc.uniqueArray(fc.nat(7), { maxLength: 3 })

const TABLE = fc.record({
  name: NAME,
  kind: fc.constantFrom('table' as const, 'table' as const, 'view' as const),
  comment: fc.string(),
  columns: fc.uniqueArray(COLUMN, { selector: ({ name }) => name, maxLength: 8 }),
  primaryKey: PICK,
  uniqueKeys: fc.array(PICK, { maxLength: 2 }),
  foreignKeys: fc.array(fc.record({ columns: PICK, table: fc.nat(5) }), { maxLength: 4 }),
})

/** Servers refuse foreign keys between columns of different types. */
const KEY_KIND = fc.constantFrom('integer', 'decimal', 'text', 'binary', 'date', 'uuid')

/** A database whose names are as odd as they can be; foreign keys refer to primary keys, as far as columns go. */
export const RANDOM_STRUCTURE: fc.Arbitrary<Structure> = fc
  .tuple(fc.uniqueArray(TABLE, { selector: ({ name }) => name, minLength: 1, maxLength: 6 }), KEY_KIND)
  .map(([drafts, keyKind]) => {
    const tables = drafts.map((draft, at) => {
      // One table at least has a name and a column.
      if (at === 0) Object.assign(draft, PLAIN_TABLE, draft.columns.length > 0 ? { columns: draft.columns } : {})
      const names = draft.columns.map(({ name }) => name)
      const pick = (places: readonly number[]) => [...new Set(places.flatMap(at => names[at % names.length] ?? []))]
      const keyed = new Set([draft.primaryKey, ...draft.foreignKeys.map(({ columns }) => columns)].flatMap(pick))
      const columns = draft.columns.map(({ values, ...column }): [string, ColumnStructure] => [
        column.name,
        values ? { ...column, kind: 'text', values } : { ...column, ...(keyed.has(column.name) && { kind: keyKind }) },
      ])
      return {
        ...draft,
        columns: new Map(columns),
        primaryKey: pick(draft.primaryKey),
        uniqueKeys: draft.uniqueKeys.map(pick),
        foreignKeys: draft.foreignKeys.map(key => ({ ...key, columns: pick(key.columns) })),
      }
    })
    const complete = tables.map((table): TableStructure => {
      const foreignKeys = table.foreignKeys.flatMap(({ columns, table: at }): ForeignKey[] => {
        const target = tables[at % tables.length]
        const width = Math.min(columns.length, target?.primaryKey.length ?? 0)
        if (!target || width === 0) return []
        return [{ columns: columns.slice(0, width), table: target.name, targets: target.primaryKey.slice(0, width) }]
      })
      return { ...table, foreignKeys }
    })
    return { tables: new Map(complete.map(table => [table.name, table])) }
  })
