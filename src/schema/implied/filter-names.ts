import { type DefinitionNode, type DocumentNode, type InputObjectTypeDefinitionNode, Kind } from 'graphql'
import { LEAF_OPERATORS, leafFilter } from './leaf-filter.ts'

/**
 * The names of the input types that implied filters are made of: those of the file where they fit, and never those of
 * another type.
 */
export class FilterNames {
  readonly #definitions: ReadonlyMap<string, DefinitionNode>
  readonly #leafTypes: ReadonlySet<string>
  readonly #types: ReadonlySet<string>

  /** `types` are those of objects, `leafTypes` the scalars and enums. */
  constructor({ definitions }: DocumentNode, types: ReadonlySet<string>, leafTypes: ReadonlySet<string>) {
    this.#definitions = new Map(
      definitions.flatMap(node => ('name' in node && node.name ? [[node.name.value, node] as const] : [])),
    )
    this.#types = types
    this.#leafTypes = leafTypes
  }

  /** `StringFilter`; `StringFieldFilter` where the file has something else under that name, and so on. */
  ofLeaf(type: string): string {
    for (let base = type; ; base += 'Field') {
      const isOther = base !== type && (this.#types.has(base) || this.#leafTypes.has(base))
      if (!isOther && this.#fits(`${base}Filter`)) return `${base}Filter`
    }
  }

  /** The definition of a name that `ofLeaf` gives. */
  define(name: string): string | undefined {
    const type = [...this.#leafTypes].find(leaf => name.startsWith(leaf) && this.ofLeaf(leaf) === name)
    return type && leafFilter(name, type)
  }

  /** Whether the name is free, or that of an input type with nothing but operators. */
  #fits(name: string): boolean {
    const definition = this.#definitions.get(name)
    if (!definition) return true
    return (
      definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION &&
      upstreamNames(definition).every(each => LEAF_OPERATORS.has(each))
    )
  }
}

/** The names of an input type's fields, or what an `@map` says instead. */
function upstreamNames({ fields = [] }: InputObjectTypeDefinitionNode): readonly string[] {
  return fields.map(({ name, directives = [] }) => {
    const map = directives.find(directive => directive.name.value === 'map')
    const from = map?.arguments?.find(argument => argument.name.value === 'from')?.value
    return from?.kind === Kind.STRING ? from.value : name.value
  })
}
