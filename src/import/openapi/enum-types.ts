import { pascalCase } from '../name/case.ts'
import { wordsOf } from '../name/words.ts'
import type { EnumDraft, Place } from './draft.ts'
import type { Annotations, EnumView } from './schema-view.ts'

/**
 * The enums of a document. Inline ones with the same name and values are one: `direction: asc | desc` of thirty lists is
 * one type `Direction`.
 */
export class EnumTypes {
  readonly #known = new Map<string, { readonly draft: EnumDraft; readonly ids: Set<string> }>()

  get drafts(): EnumDraft[] {
    return [...this.#known.values()].map(({ draft }) => draft)
  }

  of(view: EnumView & Annotations, place: Place): EnumDraft {
    const key = view.name === undefined ? JSON.stringify([place.words, [...view.values].sort()]) : view.id
    const known = this.#known.get(key)
    if (known) {
      known.ids.add(view.id)
      return known.draft
    }
    const ids = new Set([view.id])
    const draft: EnumDraft = {
      kind: 'enum',
      name: '',
      isComponent: view.name !== undefined,
      description: view.name === undefined ? undefined : view.description,
      view,
      wishes: () => wishesOf(view, place, ids.size > 1),
    }
    this.#known.set(key, { draft, ids })
    return draft
  }
}

function wishesOf({ name }: EnumView, place: Place, isShared: boolean): string[] {
  if (name !== undefined) {
    const wish = pascalCase(wordsOf(name))
    return [wish, `${wish}Enum`]
  }
  const own = place.typeName(place.words)
  return isShared ? [pascalCase(place.words), own, `${own}Enum`] : [own, `${own}Enum`]
}
