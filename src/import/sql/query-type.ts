import { camelCase, capital } from '../name/case.ts'
import { plural } from '../name/inflect.ts'
import { NamesTaken } from '../name/names-taken.ts'
import { wordsOf } from '../name/words.ts'
import type { SdlDefinition, SdlMember } from '../sdl/sdl.ts'
import { groupsField, isComputed, totalField } from './aggregate-fields.ts'
import { keyArguments } from './key-arguments.ts'
import { isKeyColumn } from './key-column.ts'
import { connectionField, listField } from './list-field.ts'
import type { Model, TypeModel } from './model.ts'
import { nameOf } from './object-type.ts'

/** The root of queries: of each type one row by its key and a list, then one row by each unique key; what is computed over rows where that is asked. */
export function queryType(model: Model, aggregates: boolean): SdlDefinition {
  const { types } = model
  const names = new NamesTaken()
  const rows = types.map(type => ({ type, ...rootNames(type, names) }))
  const members = rows.flatMap(({ type, one, many }) => [
    ...(type.identity.length > 0 ? [rowField(type, one, type.identity)] : []),
    ...otherKeys(type).map(key => rowField(type, names.take([byKey(type, one, key)]), key)),
    listField(many, type, {}, true),
    ...(type.identity.length > 0 ? [connectionField(names.take([`${many}Connection`]), type, {})] : []),
  ])
  // Last, so that nothing else is named otherwise because of them.
  const ofTypes = rows.filter(({ type }) => aggregates && isComputed(type, model))
  const computed = ofTypes.flatMap(({ type, many }) => aggregateFields(type, many, names))
  return { kind: 'type', name: 'Query', members: [...members, ...computed] }
}

function aggregateFields(type: TypeModel, many: string, names: NamesTaken): readonly SdlMember[] {
  const groups = groupsField(names.take([`${many}By`]), type)
  return [totalField(names.take([`${many}Total`]), type, {}), ...(groups ? [groups] : [])]
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
