import { pascalCase } from '../../name/case.ts'
import type { ObjectDraft, Spot, TypeRef } from './draft.ts'
import { named } from './draft.ts'

/** One entry of an object whose names are data: its key, and what stands there. */
export function entryDraft(value: TypeRef, wishes: () => readonly string[]): ObjectDraft {
  const field = { description: undefined, deprecated: false }
  return {
    kind: 'type',
    name: '',
    wishes,
    isComponent: false,
    description: undefined,
    view: { kind: 'object', id: '', properties: new Map(), required: new Set() },
    fields: [
      { ...field, name: 'key', property: '$key', type: named('String'), needed: true },
      { ...field, name: 'value', property: '$value', type: value, needed: false },
    ],
    extra: [],
    home: undefined,
    toldBy: undefined,
    isPaged: false,
  }
}

/** `UserEntry` of users, else what their place says. */
export function wishesOfEntry(value: TypeRef, place: Spot): string[] {
  const own = value.kind === 'named' && typeof value.of !== 'string' ? `${value.of.name}Entry` : undefined
  const there = `${pascalCase([place.typeName(place.words)])}Entry`
  return own === undefined ? [there] : [own, there]
}
