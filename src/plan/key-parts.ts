import type { Names } from './names.ts'
import { type Path, printPath } from './path.ts'
import type { KeyPart } from './schema-plan.ts'

/** Gathers the `$this` and `$batch` values of one binding; each distinct one is a part of the parent's Key. */
export class KeyParts {
  readonly #names: Names
  readonly #parent: string
  readonly #parts: { part: KeyPart; root: 'this' | 'batch'; text: string }[] = []

  constructor(names: Names, parent: string) {
    this.#names = names
    this.#parent = parent
  }

  /** The index in the Key of the parent's value at the path. */
  add(root: 'this' | 'batch', path: Path, required: boolean): number {
    const text = printPath(path)
    const known = this.#parts.findIndex(each => each.root === root && each.text === text)
    const { declared, paths } = this.#names.lookup(this.#parent, path)
    const part: KeyPart = {
      name: text,
      required: required || (this.#parts[known]?.part.required ?? false),
      declared,
      paths,
    }
    if (known === -1) return this.#parts.push({ part, root, text }) - 1
    this.#parts[known] = { part, root, text }
    return known
  }

  uses(root: 'this' | 'batch'): boolean {
    return this.#parts.some(each => each.root === root)
  }

  list(): KeyPart[] {
    return this.#parts.map(({ part }) => part)
  }
}
