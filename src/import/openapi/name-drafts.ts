import type { NamesTaken } from '../name/names-taken.ts'
import type { Draft } from './draft.ts'

/** Gives every type its name: components first, then what is named after another type or a field. */
export function nameDrafts(drafts: readonly Draft[], names: NamesTaken): void {
  for (const isComponent of [true, false])
    for (const draft of drafts) if (draft.isComponent === isComponent) draft.name = names.take(draft.wishes())
}
