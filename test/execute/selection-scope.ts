import { type GraphQLCompositeType, isObjectType } from 'graphql'

/** What a field of an operation is, as far as fields of the same response key must agree (specification, section 5.3.2). */
export interface ScopedField {
  readonly parent: GraphQLCompositeType
  readonly name: string
  /** The arguments as written. */
  readonly args: string
  readonly type: string
}

/** The response keys of one set of selections that are merged, each with all that is said of it. */
export class SelectionScope {
  readonly #entries = new Map<string, { readonly fields: ScopedField[]; readonly below: SelectionScope }>()

  /** The fields that may be selected again. */
  get fields(): [responseKey: string, field: ScopedField][] {
    return [...this.#entries].flatMap(([key, { fields }]) => fields.map(field => [key, field] as [string, ScopedField]))
  }

  below(key: string): SelectionScope {
    return this.#entries.get(key)?.below ?? new SelectionScope()
  }

  fits(key: string, field: ScopedField): boolean {
    return (this.#entries.get(key)?.fields ?? []).every(each => agree(each, field))
  }

  add(key: string, field: ScopedField): void {
    const entry = this.#entries.get(key) ?? { fields: [], below: new SelectionScope() }
    entry.fields.push(field)
    this.#entries.set(key, entry)
  }

  /** Whether all of the other's may be selected here too. */
  takes(other: SelectionScope): boolean {
    return [...other.#entries].every(
      ([key, { fields, below }]) => fields.every(field => this.fits(key, field)) && this.below(key).takes(below),
    )
  }

  addAll(other: SelectionScope): void {
    for (const [key, { fields, below }] of other.#entries) {
      for (const field of [...fields]) this.add(key, field)
      this.below(key).addAll(below)
    }
  }
}

function agree(one: ScopedField, other: ScopedField): boolean {
  if (one.type !== other.type) return false
  if (one.name === other.name && one.args === other.args) return true
  return isObjectType(one.parent) && isObjectType(other.parent) && one.parent !== other.parent
}
