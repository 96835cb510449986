import type { NamesTaken } from '../../name/names-taken.ts'
import type { Draft } from './draft.ts'

/**
 * Gives every type its name: components first, then what is named after another type or a field. One that has connections takes
 * the names of these too, before another component can.
 */
export function nameDrafts(drafts: readonly Draft[], names: NamesTaken): void {
  const components = drafts.filter(({ isComponent }) => isComponent)
  const inOrder = [...components.filter(isPaged), ...components.filter(draft => !isPaged(draft))]
  for (const draft of [...inOrder, ...drafts.filter(({ isComponent }) => !isComponent)])
    draft.name = names.take(draft.wishes(), name => (isPaged(draft) ? [`${name}Connection`, `${name}Edge`] : []))
}

function isPaged(draft: Draft): boolean {
  return draft.kind === 'type' && draft.isPaged
}
