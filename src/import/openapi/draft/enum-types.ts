import { pascalCase } from '../../name/case.ts'
import { wordsOf } from '../../name/words.ts'
import type { Annotations, EnumView } from '../schema/schema-view.ts'
import type { EnumDraft, Spot } from './draft.ts'

interface Known {
  readonly draft: EnumDraft
  /** Where it stands, by schema: a schema that types and inputs have is one. */
  readonly places: Map<string, Spot>
}

/**
 * The enums of a document. Inline ones with the same name and values are one: `direction: asc | desc` of thirty lists is
 * one type `Direction`.
 */
export class EnumTypes {
  readonly #known = new Map<string, Known>()

  get drafts(): EnumDraft[] {
    return [...this.#known.values()].map(({ draft }) => draft)
  }

  /** That of a value in an answer. */
  inAnswer(view: EnumView & Annotations, place: Spot): EnumDraft {
    const draft = this.of(view, place)
    draft.isAnswered = true
    return draft
  }

  of(view: EnumView & Annotations, place: Spot): EnumDraft {
    const key = view.name === undefined ? JSON.stringify([place.words, [...view.values].sort()]) : view.id
    const known = this.#known.get(key)
    if (known) {
      if (!known.places.has(view.id)) known.places.set(view.id, place)
      return known.draft
    }
    const places = new Map([[view.id, place]])
    const draft: EnumDraft = {
      kind: 'enum',
      isAnswered: false,
      name: '',
      isComponent: view.name !== undefined,
      description: view.name === undefined ? undefined : view.description,
      view,
      wishes: () => wishesOf(view, [...places.values()]),
    }
    this.#known.set(key, { draft, places })
    return draft
  }
}

/** Of a type's property and the arguments that are the same, the property's; of several properties, what they have in common. */
function wishesOf({ name }: EnumView, places: readonly Spot[]): string[] {
  const inTypes = places.filter(({ isArgument }) => !isArgument)
  const [place] = inTypes.length > 0 ? inTypes : places
  const isShared = inTypes.length > 1 || (inTypes.length === 0 && places.length > 1)
  const own = place?.typeName(place.words) ?? ''
  const wish = name === undefined ? own : pascalCase(wordsOf(name))
  return [...(isShared && name === undefined ? [pascalCase(place?.words ?? [])] : []), wish, `${wish}Enum`]
}
