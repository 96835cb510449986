import type { Column } from '../../source/catalog.ts'
import type { ColumnStructure, TableStructure } from '../../source/structure.ts'
import { camelCase, pascalCase } from '../name/case.ts'
import { NamesTaken } from '../name/names-taken.ts'
import type { Renaming } from '../name/renaming.ts'
import { wordsOf } from '../name/words.ts'
import { enumType } from '../sdl/enum-type.ts'
import { rangeName, scalarOf } from '../sdl/scalars.ts'
import type { SdlDefinition } from '../sdl/sdl.ts'
import type { NamedForeignKey } from './foreign-keys.ts'
import { looksSecret } from './looks-secret.ts'
import type { FieldModel } from './model.ts'

/** What a filter means by itself. */
const WORDS = ['and', 'or', 'not']

interface FieldsOptions {
  readonly table: TableStructure
  readonly typeName: string
  readonly foreignKeys: readonly NamedForeignKey[]
  readonly typeNames: NamesTaken
  /** Takes the enums that the columns need. */
  readonly enums: SdlDefinition[]
  /** The enums of types that have a name in the database, by that name: each is one for all its columns. */
  readonly enumNames: Map<string, string>
  /** Takes what can't be shown. */
  readonly leftOut: string[]
  readonly renaming: Renaming
}

/** The plain fields of a table's columns, and the names that are taken with them. */
export function buildFields(options: FieldsOptions): { fields: Map<string, FieldModel>; names: NamesTaken } {
  const { table, typeName, foreignKeys, leftOut, renaming } = options
  const bare = new Map(foreignKeys.flatMap(key => (key.bare ? [[key.columns[0], key]] : [])))
  // The relation of a bare column has the column's name; the scalar's says which column it refers to.
  const names = new NamesTaken([...WORDS, ...[...bare.values()].map(({ stem }) => camelCase(stem))])
  const fields = new Map<string, FieldModel>()
  const referring = new Set(foreignKeys.flatMap(({ columns }) => columns))
  for (const column of table.columns.values()) {
    if (column.name.includes('{$')) {
      leftOut.push(`The column ${JSON.stringify(`${table.name}.${column.name}`)}: its name would be an expression.`)
      continue
    }
    if (column.opaque !== undefined) {
      const title = JSON.stringify(`${table.name}.${column.name}`)
      leftOut.push(`The column ${title}: ${column.type} is read by a query of your own, with ${column.opaque}.`)
      continue
    }
    if (looksSecret(column) && !referring.has(column.name)) {
      const title = JSON.stringify(`${table.name}.${column.name}`)
      const field = `${camelCase(wordsOf(column.name))}: ${scalarOf(column, false)}`
      leftOut.push(
        `The column ${title}: it looks like a secret. To show it, add to ${renaming.type(typeName)}: ${field}`,
      )
      continue
    }
    const plain = camelCase(wordsOf(column.name)) || 'column'
    const target = bare.get(column.name)?.targets[0]
    const name = names.take(
      target === undefined
        ? [WORDS.includes(plain) ? `${plain}Value` : plain]
        : [`${plain}${pascalCase(wordsOf(target))}`, `${plain}Key`],
    )
    fields.set(column.name, { name, column, type: typeOf(column, options) })
  }
  return { fields, names: new NamesTaken([...WORDS, ...[...fields.values()].map(({ name }) => name)]) }
}

/** Of a list, that of its values; what is in lists in lists is any JSON, since the database holds one in any number of them. */
function typeOf(column: ColumnStructure, options: FieldsOptions): string {
  const { table, typeName, foreignKeys, typeNames, enums, enumNames } = options
  if (column.items && (column.dimensions ?? 0) > 1) return '[JSON]'
  if (column.items) return `[${typeOf(itemColumn(column, column.items), options)}]`
  if (column.values && column.values.names.length > 0) {
    const { names, typeName: shared } = column.values
    const known = shared === undefined ? undefined : enumNames.get(shared)
    if (known !== undefined) return known
    const wish = pascalCase(wordsOf(shared ?? '')) || `${typeName}${pascalCase(wordsOf(column.name))}`
    const name = typeNames.take([wish, `${wish}Enum`], enumName => [`${enumName}Filter`])
    enums.push(enumType(name, names))
    if (shared !== undefined) enumNames.set(shared, name)
    return name
  }
  const isKey =
    (table.primaryKey.length === 1 && table.primaryKey[0] === column.name) ||
    foreignKeys.some(({ columns }) => columns.length === 1 && columns[0] === column.name) ||
    wordsOf(column.name).at(-1) === 'id'
  if (column.bounds && !isOfKey(column, table)) return rangeName(scalarOf({ ...column, ...column.bounds }, false))
  return scalarOf(column, isKey)
}

/** A key is found by single values: a range in one is text. */
function isOfKey({ name }: Column, { primaryKey, uniqueKeys }: TableStructure): boolean {
  return [primaryKey, ...uniqueKeys].some(key => key.includes(name))
}

/** A value of the list as a column; it has the names that the list's type has. */
function itemColumn({ type, values, comment, hasDefault, generated }: ColumnStructure, items: Column): ColumnStructure {
  const names = values && { values }
  return { ...items, ...names, type: type.replace(/(\[\])+$/, ''), comment, hasDefault, generated }
}
