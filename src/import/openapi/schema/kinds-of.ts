import { child, type Documents, identityOf, type Located } from '../document/documents.ts'
import { ownList, ownNames } from '../own-property.ts'

/** The components that are made of others by `allOf`, by what they are made of: all kinds of a base (OpenAPI 3.1, 4.8.25). */
export class Kinds {
  readonly #documents: Documents
  #byBase: Map<string, Located[]> | undefined

  constructor(documents: Documents) {
    this.#documents = documents
  }

  /** Those that are made of the schema with this identity. */
  of(id: string): readonly Located[] {
    this.#byBase ??= this.#index()
    return this.#byBase.get(id) ?? []
  }

  #index(): Map<string, Located[]> {
    const { root } = this.#documents
    const found = new Map<string, Located[]>()
    // Swagger 2.0 has definitions.
    for (const list of [this.#documents.walk(root, 'components', 'schemas'), child(root, 'definitions')])
      for (const name of ownNames(list.value)) {
        const component = child(list, name)
        const parts = child(component, 'allOf')
        for (const index of ownList(component.value, 'allOf').keys()) {
          const base = identityOf(this.#documents.follow(child(parts, index)))
          found.set(base, [...(found.get(base) ?? []), component])
        }
      }
    return found
  }
}
