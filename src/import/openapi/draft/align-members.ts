import type { FieldDraft, TypeRef, UnionDraft } from './draft.ts'

/**
 * A field that several members of a union have is nullable in all of them where it is in one: clients can't ask for fields
 * of one name whose types differ, be it by `!` alone (GraphQL specification, 5.3.2).
 */
export function alignMembers(unions: readonly UnionDraft[]): void {
  for (let isChanged = true; isChanged; ) {
    isChanged = false
    for (const { members } of unions) {
      const byName = Map.groupBy(
        members.flatMap(({ fields }) => fields),
        ({ name }) => name,
      )
      for (const fields of byName.values()) isChanged = relax(fields) || isChanged
    }
  }
}

function relax(fields: readonly FieldDraft[]): boolean {
  const [first] = fields
  const differ = fields.some(({ needed }) => !needed) && fields.some(({ needed }) => needed)
  if (!first || !differ || !fields.every(({ type }) => isSame(type, first.type))) return false
  for (const field of fields) field.needed = false
  return true
}

function isSame(one: TypeRef, other: TypeRef): boolean {
  if (one.kind === 'named' && other.kind === 'named') return one.of === other.of
  return (
    one.kind === 'list' &&
    other.kind === 'list' &&
    one.nullableItems === other.nullableItems &&
    isSame(one.item, other.item)
  )
}
