import { camelCase, pascalCase } from '../name/case.ts'
import { plural } from '../name/inflect.ts'
import { ownName } from '../name/name-types.ts'
import { wordsOf } from '../name/words.ts'
import type { NamedForeignKey } from './foreign-keys.ts'
import type { JoinTable } from './join-table.ts'
import { isKeyColumn } from './key-column.ts'
import type { RelationModel, TypeDraft } from './model.ts'

type Drafts = ReadonlyMap<string, TypeDraft>

/** The relation of each side of a join table to the other, with the type that it stands on. */
export function manyToMany(
  { table, sides }: JoinTable,
  drafts: Drafts,
): { owner: TypeDraft; relation: RelationModel }[] {
  const [one, other] = sides
  return [through(other, one), through(one, other)].flatMap(each => each ?? [])

  function through(near: NamedForeignKey, far: NamedForeignKey) {
    const owner = drafts.get(near.table)
    const target = drafts.get(far.table)
    if (!owner || !target || !hasFields(owner, near.targets) || !hasFields(target, far.targets)) return undefined
    const told = `By${pascalCase(near.stem.length > 0 ? near.stem : near.columns.flatMap(wordsOf))}`
    const name = camelCase(wordsOfMany(far, target))
    // To its own table, the side that is named like the table is the way back.
    const isBack = owner === target && far.stem.join(' ') === target.type.words.join(' ')
    const relation: RelationModel = {
      name: owner.names.take(
        isBack ? [`${name}${told}`] : [name, `${name}Through${pascalCase(wordsOf(ownName(table)))}`],
      ),
      target: target.type,
      toOne: false,
      list: true,
      on: [],
      through: {
        table: table.name,
        where: near.columns.map((column, at) => [column, near.targets[at] ?? ''] as const),
        on: far.columns.map((column, at) => [column, far.targets[at] ?? ''] as const),
      },
    }
    return { owner, relation }
  }
}

function hasFields({ type }: TypeDraft, columns: readonly string[]): boolean {
  return columns.every(column => isKeyColumn(type.fields.get(column)?.column))
}

/** `related` is no noun: `relatedProducts`. */
function wordsOfMany({ stem }: NamedForeignKey, { type }: TypeDraft): readonly string[] {
  const last = stem.at(-1)
  if (last === undefined) return plural(type.words)
  return plural(last.endsWith('ed') ? [...stem, ...type.words] : stem)
}
