import { pascalCase } from '../../name/case.ts'
import { fieldNameOf } from '../../name/property-name.ts'
import { type FieldDraft, named, type ObjectDraft, type Spot, type TypeRef, type UnionDraft } from './draft.ts'

/** One entry of an object whose names are data: its key, and what stands there. */
export function entryDraft(value: TypeRef, wishes: () => readonly string[]): ObjectDraft {
  return madeDraft(wishes, [
    { name: 'key', property: '$key', type: named('String'), needed: true },
    { name: 'value', property: '$value', type: value, needed: false },
  ])
}

/** `UserEntry` of users, else what their place says. */
export function wishesOfEntry(value: TypeRef, place: Spot): string[] {
  const own = value.kind === 'named' && typeof value.of !== 'string' ? `${value.of.name}Entry` : undefined
  const there = `${pascalCase([place.typeName(place.words)])}Entry`
  return own === undefined ? [there] : [own, there]
}

/** All kinds that a union does not have, and the API may add: of these nothing is known but what tells them. */
export function otherDraft(union: UnionDraft, property: string): ObjectDraft {
  const draft = madeDraft(
    () => [`Other${union.name}`],
    [{ name: fieldNameOf(property, 'value'), property, type: named('String'), needed: true }],
  )
  draft.toldBy = '*'
  return draft
}

/** A type that no schema of the document is. */
function madeDraft(
  wishes: () => readonly string[],
  fields: readonly Pick<FieldDraft, 'name' | 'property' | 'type' | 'needed'>[],
): ObjectDraft {
  return {
    kind: 'type',
    name: '',
    wishes,
    isComponent: false,
    description: undefined,
    view: { kind: 'object', id: '', properties: new Map(), required: new Set() },
    fields: fields.map(field => ({ ...field, description: undefined, deprecated: false, notation: undefined })),
    extra: [],
    home: undefined,
    toldBy: undefined,
    isPaged: false,
  }
}
