import { own, ownText } from '../own-property.ts'

/** A value with where it stands: the file, and the JSON pointer in it (RFC 6901). */
export interface Located {
  readonly file: string
  readonly pointer: string
  readonly value: unknown
  /** Whether it is one place of several objects that are read as one: a value of any of its `anyOf`. */
  readonly isEither?: true
}

/** The document and the files that it refers to; `$ref`s are followed in them and nowhere else. */
export class Documents {
  readonly root: Located
  readonly #files: ReadonlyMap<string, unknown>
  readonly #resolve: (reference: string, from: string) => string
  readonly #report: (place: string, why: string) => void
  /** The references that pointers under way go through: none goes through one again. */
  readonly #onWay = new Set<string>()

  /** `resolve` tells the file that a reference names; `report` is told what leads nowhere. */
  constructor(
    files: ReadonlyMap<string, unknown>,
    root: string,
    resolve: (reference: string, from: string) => string,
    report: (place: string, why: string) => void,
  ) {
    this.root = { file: root, pointer: '', value: files.get(root) }
    this.#files = files
    this.#resolve = resolve
    this.#report = report
  }

  /** The value that a chain of `$ref`s ends at, and what stands there without one; its value is `undefined` where it leads nowhere. */
  follow(start: Located): Located {
    const seen = new Set<string>()
    let at = start
    for (;;) {
      const reference = ownText(at.value, '$ref')
      if (reference === undefined) return at
      seen.add(identityOf(at))
      const next = this.#target(reference, at)
      if (next && !seen.has(identityOf(next))) at = next
      else {
        if (next) this.#report(`The reference ${JSON.stringify(reference)}`, 'it leads back to itself')
        return { ...at, pointer: `${at.pointer}/nothing`, value: undefined }
      }
    }
  }

  /** What is behind a path of names, through references wherever they stand: many a document is split where OpenAPI has none. */
  walk(start: Located, ...names: readonly (string | number)[]): Located {
    return names.reduce((at, name) => this.follow(child(at, name)), this.follow(start))
  }

  #target(reference: string, { file }: Located): Located | undefined {
    const [path = '', fragment = ''] = reference.split('#', 2)
    const target = path === '' ? file : this.#resolve(path, file)
    if (!this.#files.has(target)) {
      const remote = /^[a-z][a-z\d+.-]*:/i.test(target)
      const why = remote ? 'only files beside the document are read' : 'it names no file in the folder of the document'
      this.#report(`The reference ${JSON.stringify(reference)}`, why)
      return undefined
    }
    const root: Located = { file: target, pointer: '', value: this.#files.get(target) }
    const found = this.#find(root, pointerParts(fragment))
    if (found.value === undefined) this.#report(`The reference ${JSON.stringify(reference)}`, 'there is nothing')
    return found.value === undefined ? undefined : found
  }

  /** What a pointer leads to: through a reference where a part of it is not there otherwise. */
  #find(root: Located, parts: readonly string[]): Located {
    return parts.reduce((at, part) => {
      const direct = child(at, part)
      const id = identityOf(at)
      if (direct.value !== undefined || this.#onWay.has(id)) return direct
      this.#onWay.add(id)
      const behind = child(this.follow(at), part)
      this.#onWay.delete(id)
      return behind
    }, root)
  }
}

/** The property or item of a value. */
export function child({ file, pointer, value }: Located, name: string | number): Located {
  const escaped = String(name).replaceAll('~', '~0').replaceAll('/', '~1')
  const inner = Array.isArray(value) ? value[Number(name)] : own(value, String(name))
  return { file, pointer: `${pointer}/${escaped}`, value: inner }
}

export function identityOf({ file, pointer }: Located): string {
  return `${file}#${pointer}`
}

/** The last part of a pointer: the name of a component. */
export function lastName({ pointer }: Located): string {
  return pointerParts(pointer).at(-1) ?? ''
}

function pointerParts(fragment: string): string[] {
  return fragment
    .split('/')
    .slice(1)
    .map(part => decode(part).replaceAll('~1', '/').replaceAll('~0', '~'))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
