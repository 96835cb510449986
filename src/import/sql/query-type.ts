import { camelCase, capital } from '../name/case.ts'
import { plural } from '../name/inflect.ts'
import { NamesTaken } from '../name/names-taken.ts'
import { wordsOf } from '../name/words.ts'
import type { SdlDefinition, SdlMember } from '../sdl/sdl.ts'
import { keyArguments } from './key-arguments.ts'
import { isKeyColumn } from './key-column.ts'
import { connectionField, listField } from './list-field.ts'
import type { Model, TypeModel } from './model.ts'
import { nameOf } from './object-type.ts'

/** The root of queries: of each type one row by its key and a list, then one row by each unique key. */
export function queryType({ types }: Model): SdlDefinition {
  const names = new NamesTaken()
  const rows = types.map(type => ({ type, ...rootNames(type, names) }))
  const members = rows.flatMap(({ type, one, many }) => [
    ...(type.identity.length > 0 ? [rowField(type, one, type.identity)] : []),
    ...otherKeys(type).map(key => rowField(type, names.take([byKey(type, one, key)]), key)),
    listField(many, type, {}, true),
    ...(type.identity.length > 0 ? [connectionField(names.take([`${many}Connection`]), type, {})] : []),
  ])
  return { kind: 'type', name: 'Query', members }
}

/** `film` and `films`; `series` and `seriesList` where one and many are the same word. */
function rootNames({ name, words }: TypeModel, names: NamesTaken): { one: string; many: string } {
  const typeWords = wordsOf(name)
  const one = names.take([camelCase(words), camelCase(typeWords)])
  return { one, many: names.take([camelCase(plural(words)), camelCase(plural(typeWords)), `${one}List`]) }
}

function byKey(type: TypeModel, one: string, key: readonly string[]): string {
  return `${one}By${key.map(column => capital(nameOf(type, column))).join('And')}`
}

/** The unique keys beside the identity. */
function otherKeys({ table, identity, fields }: TypeModel): (readonly string[])[] {
  const known = new Set([JSON.stringify([...identity].sort())])
  return table.uniqueKeys.filter(key => {
    const text = JSON.stringify([...key].sort())
    if (key.length === 0 || known.has(text) || !key.every(column => isKeyColumn(fields.get(column)?.column)))
      return false
    known.add(text)
    return true
  })
}

function rowField(type: TypeModel, name: string, key: readonly string[]): SdlMember {
  const { args, where } = keyArguments(type, key)
  return { name, args, type: type.name, directives: [{ name: 'sql', args: { where } }] }
}
