import { type Path, printPath } from '../plan/path.ts'
import type { KeyPart } from '../plan/schema-plan.ts'
import type { Names } from './names.ts'

/** How one expression uses its value of the parent. */
interface KeyUse {
  /** The directive's argument that it stands in. */
  readonly argument: string
  /** Whether a null or absent value means that no call is made. */
  readonly required: boolean
  readonly hasDefault: boolean
}

/** Gathers the `$this` and `$batch` values of one binding; each distinct one is a part of the parent's Key. */
export class KeyParts {
  readonly #names: Names
  readonly #parent: string
  readonly #parts: { root: 'this' | 'batch'; part: KeyPart }[] = []

  constructor(names: Names, parent: string) {
    this.#names = names
    this.#parent = parent
  }

  /** The index in the Key of the parent's value at the path. */
  add(root: 'this' | 'batch', path: Path, { argument, required, hasDefault }: KeyUse): number {
    const name = printPath(path)
    const known = this.#parts.findIndex(each => each.root === root && each.part.name === name)
    const { declared, paths } = this.#names.lookup(this.#parent, path)
    const [first] = path
    const field = declared && !hasDefault && first?.kind === 'property' ? first.name : undefined
    const part = { name, argument, required, declared: declared || hasDefault, field, paths }
    const earlier = this.#parts[known]?.part
    if (!earlier) return this.#parts.push({ root, part }) - 1
    const merged = {
      ...earlier,
      required: required || earlier.required,
      declared: part.declared && earlier.declared,
      field: part.field ?? earlier.field,
    }
    this.#parts[known] = { root, part: merged }
    return known
  }

  /** The parts that come from `$this` or from `$batch`. */
  of(root: 'this' | 'batch'): KeyPart[] {
    return this.#parts.filter(each => each.root === root).map(({ part }) => part)
  }

  /** Where in the Key the parts that come from `$this` or from `$batch` stand. */
  indexesOf(root: 'this' | 'batch'): number[] {
    return this.#parts.flatMap((each, index) => (each.root === root ? [index] : []))
  }

  list(): KeyPart[] {
    return this.#parts.map(({ part }) => part)
  }
}
