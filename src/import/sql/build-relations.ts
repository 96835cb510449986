import { camelCase, pascalCase } from '../name/case.ts'
import { plural } from '../name/inflect.ts'
import { wordsOf } from '../name/words.ts'
import { isUnique, type NamedForeignKey } from './foreign-keys.ts'
import type { JoinTable } from './join-table.ts'
import { isKeyColumn } from './key-column.ts'
import { manyToMany } from './many-to-many.ts'
import type { Model, RelationModel, TypeDraft, TypeModel } from './model.ts'

type Drafts = ReadonlyMap<string, TypeDraft>
type Relations = Model['relations']

/** The relations of every type, both ways: first to one row by foreign keys, then back, then by join tables. */
export function buildRelations(drafts: Drafts, joins: readonly JoinTable[]): Relations {
  const relations = new Map<TypeModel, RelationModel[]>()
  for (const draft of drafts.values()) relations.set(draft.type, toOne(draft, drafts))
  for (const draft of drafts.values())
    for (const key of draft.foreignKeys) {
      const target = drafts.get(key.table)
      if (target && isShown(key, draft, target)) relations.get(target.type)?.push(backFrom(draft, key, target))
    }
  for (const join of joins)
    for (const { owner, relation } of manyToMany(join, drafts)) relations.get(owner.type)?.push(relation)
  // Last, so that no list is named otherwise because of a connection, and none of these because of a total.
  const all = [...drafts.values()]
  const paged = new Map(all.map(draft => [draft.type, withConnections(draft, relations)]))
  return new Map(all.map(draft => [draft.type, withTotals(draft, paged)]))
}

function withConnections({ type, names }: TypeDraft, relations: Relations): readonly RelationModel[] {
  return (relations.get(type) ?? []).map(relation => {
    if (!relation.list || relation.target.identity.length === 0) return relation
    return { ...relation, connection: names.take([`${relation.name}Connection`]) }
  })
}

function withTotals({ type, names }: TypeDraft, relations: Relations): readonly RelationModel[] {
  return (relations.get(type) ?? []).map(relation =>
    relation.list ? { ...relation, total: names.take([`${relation.name}Total`]) } : relation,
  )
}

/** Whether both sides have a field for every column of the key, by which rows are found. */
function isShown({ columns, targets }: NamedForeignKey, { type }: TypeDraft, target: TypeDraft): boolean {
  const fields = [...columns.map(name => type.fields.get(name)), ...targets.map(name => target.type.fields.get(name))]
  return fields.every(field => isKeyColumn(field?.column))
}

function toOne(draft: TypeDraft, drafts: Drafts): RelationModel[] {
  return draft.foreignKeys.flatMap((key): RelationModel[] => {
    const target = drafts.get(key.table)
    if (!target || !isShown(key, draft, target)) return []
    const stem = camelCase(key.stem.length > 0 ? key.stem : target.type.words)
    const [column] = key.columns
    const byHome =
      key.targets.length === 1 && target.type.identity.length === 1 && key.targets[0] === target.type.identity[0]
    return [
      {
        name: draft.names.take([stem, `${stem}Row`]),
        target: target.type,
        toOne: true,
        list: false,
        on: key.columns.map((name, at) => [name, key.targets[at] ?? ''] as const),
        ...(byHome && column !== undefined ? { keyColumn: column } : {}),
      },
    ]
  })
}

/** From the table that is referred to, to the rows that refer to it; one row where the columns are unique. */
function backFrom({ type, foreignKeys }: TypeDraft, key: NamedForeignKey, target: TypeDraft): RelationModel {
  const list = !isUnique(key.columns, type.table)
  const name = camelCase(list ? plural(type.words) : type.words)
  const stem = key.stem.length > 0 ? key.stem : key.columns.flatMap(wordsOf)
  const told = `${name}By${pascalCase(stem)}`
  const parallel = foreignKeys.filter(each => each.table === key.table).length > 1 || type === target.type
  const children = type === target.type && list && stem.join(' ') === 'parent' ? ['children'] : []
  return {
    name: target.names.take(parallel ? [...children, told] : [name, told]),
    target: type,
    toOne: false,
    list,
    on: key.targets.map((column, at) => [column, key.columns[at] ?? ''] as const),
  }
}
