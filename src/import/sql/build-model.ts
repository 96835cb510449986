import type { Structure, TableStructure } from '../../source/structure.ts'
import { camelCase, pascalCase } from '../name/case.ts'
import { fittingNaming } from '../name/fitting-naming.ts'
import { singular } from '../name/inflect.ts'
import { createTypeNames, nameTypes, ownName } from '../name/name-types.ts'
import type { Renaming } from '../name/renaming.ts'
import { wordsOf } from '../name/words.ts'
import type { SdlDefinition } from '../sdl/sdl.ts'
import { buildFields } from './build-fields.ts'
import { buildRelations } from './build-relations.ts'
import { foreignKeysOf } from './foreign-keys.ts'
import { type JoinTable, joinTableOf } from './join-table.ts'
import { isKeyColumn } from './key-column.ts'
import type { Model, TypeDraft, TypeModel } from './model.ts'

/** Makes types, fields and relations of a database's structure; every name in it is valid, and given once. `renaming` is for what is told. */
export function buildModel({ tables }: Structure, renaming: Renaming): Model {
  const typeNames = createTypeNames()
  const joins = joinTables(tables)
  const hidden = new Set(joins.flatMap(({ table, bare }) => (bare ? [table.name] : [])))
  // SQLite takes a table without a name; a directive does not.
  const shown = [...tables.values()].filter(({ name }) => name !== '' && !hidden.has(name)).sort(byWords)
  const named = nameTypes(shown, typeNames)
  const enums: SdlDefinition[] = []
  const enumNames = new Map<string, string>()
  const leftOut: string[] = []
  const drafts = new Map<string, TypeDraft>()
  for (const [table, name] of named) {
    const foreignKeys = foreignKeysOf(table, tables)
    for (const key of [table.primaryKey, ...table.uniqueKeys]) {
      const listed = key.find(name => table.columns.get(name)?.kind === 'list')
      const title = `${JSON.stringify(table.name)} (${key.join(', ')})`
      if (listed !== undefined)
        leftOut.push(`The key ${title}: nothing can be compared with "${listed}", which holds lists.`)
    }
    const shared = { typeNames, enums, enumNames, leftOut, renaming }
    const { fields, names } = buildFields({ table, typeName: name, foreignKeys, ...shared })
    if (fields.size > 0)
      drafts.set(table.name, {
        type: { name, words: wordsOfType(table, name), table, fields, identity: identityOf(table, fields) },
        foreignKeys,
        names,
      })
    else leftOut.push(`The ${table.kind} ${JSON.stringify(table.name)}: it has no column that can be shown.`)
  }
  return {
    naming: namingOf(tables.values()),
    types: [...drafts.values()].map(({ type }) => type),
    relations: buildRelations(drafts, joins),
    enums,
    hiddenJoins: joins.filter(({ bare }) => bare),
    leftOut,
  }
}

/** One that another table refers to is a type as any other. */
function joinTables(tables: Structure['tables']): JoinTable[] {
  const all = [...tables.values()]
  const referred = new Set(all.flatMap(({ foreignKeys }) => foreignKeys.map(({ table }) => table)))
  return all
    .filter(({ name }) => !referred.has(name))
    .sort(byWords)
    .flatMap(table => joinTableOf(table, foreignKeysOf(table, tables)) ?? [])
}

/** The same order for every server: `orders`, `order_lines`, `orderings`. */
function byWords(a: TableStructure, b: TableStructure): number {
  const [first, second] = [a, b].map(({ name }) => `${singular(wordsOf(name)).join(' ')}\n${name}`)
  return String(first) < String(second) ? -1 : 1
}

/** Those of the table's own name, with its schema where the type has that in its name; of the type's name where there is none. */
function wordsOfType(table: TableStructure, typeName: string): readonly string[] {
  const words = singular(wordsOf(ownName(table)))
  const full = singular(wordsOf(table.name))
  if (table.id && typeName === pascalCase(full)) return full
  return words.length > 0 ? words : wordsOf(typeName)
}

/** The primary key, or a unique key without nulls. */
function identityOf(
  { primaryKey, uniqueKeys, columns }: TableStructure,
  fields: TypeModel['fields'],
): readonly string[] {
  const known = (key: readonly string[]) =>
    key.length > 0 && key.every(column => isKeyColumn(fields.get(column)?.column))
  const neverNull = uniqueKeys.filter(key => key.every(column => columns.get(column)?.nullable === false))
  return [primaryKey, ...neverNull].find(known) ?? []
}

/** The naming under which fewer columns need an `@map`. */
function namingOf(tables: Iterable<TableStructure>): Model['naming'] {
  const columns = [...tables].flatMap(table => [...table.columns.keys()])
  return fittingNaming(columns.map(column => [camelCase(wordsOf(column)), column]))
}
