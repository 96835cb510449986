import { needsEscape } from './needs-escape.ts'
import { compileRow, fitsRow, type RowCode, type RowField } from './row-code.ts'

/** Texts of a chunk's objects, in UTF-16 code units, beyond which each is written by itself: nothing is gained by then. */
export const LONG_TEXTS = 1_048_576
/** Most fields beside each other that are taken together. */
const MOST_PARTS = 100

/** Fields of an object that generated code writes at once, unless one of them holds something unusual. */
export class RowWriter<Field extends RowField> {
  readonly fields: readonly (Field | string)[]
  #seen = 0
  #code: RowCode | undefined

  constructor(fields: readonly (Field | string)[]) {
    this.fields = fields
  }

  /** Takes the fields together that stand behind each other and that code can write. */
  static gather<Field extends RowField>(fields: readonly (Field | string)[]): (Field | string | RowWriter<Field>)[] {
    const gathered: (Field | string | RowWriter<Field>)[] = []
    let run: (Field | string)[] = []
    for (const field of fields) {
      const fits = fitsRow(field)
      if (fits && run.length < MOST_PARTS) {
        run.push(field)
        continue
      }
      if (run.length > 0) gathered.push(new RowWriter(run))
      run = fits ? [field] : []
      if (!fits) gathered.push(field)
    }
    if (run.length > 0) gathered.push(new RowWriter(run))
    return gathered
  }

  /** The fields' JSON; undefined where they are to be written one by one. */
  text(object: object, warmUp: number): string | undefined {
    return this.texts([object], warmUp)?.[0]
  }

  /** The fields' JSON in each object: those that are written together need one look at their texts. */
  texts(objects: readonly object[], warmUp: number): readonly string[] | undefined {
    const code = this.#codeFor(objects.length, warmUp)
    return attempt(() => {
      const strings = code?.listStrings(objects, 0, objects.length)
      if (!code || strings === undefined || strings.length > LONG_TEXTS) return undefined
      return objects.map(needsEscape(strings) ? code.escaped : code.plain)
    })
  }

  /** The JSON of whole objects as items of a list; undefined where they are to be written one by one. */
  listText(list: readonly unknown[], from: number, to: number, warmUp: number): string | undefined {
    const code = this.#codeFor(to - from, warmUp)
    return attempt(() => {
      const strings = code?.listStrings(list, from, to)
      if (strings === undefined || strings.length > LONG_TEXTS) return undefined
      return needsEscape(strings) ? code?.listEscaped(list, from, to) : code?.listPlain(list, from, to)
    })
  }

  /** The code, once more objects than `warmUp` have been seen. */
  #codeFor(objects: number, warmUp: number): RowCode | undefined {
    if (this.#code || this.#seen > warmUp) return this.#code
    this.#seen += objects
    if (this.#seen > warmUp) this.#code = compileRow(this.fields)
    return this.#code
  }
}

/** What is wrong with a value, or with a property that can't be read, is told where its field is written by itself. */
function attempt<T>(write: () => T): T | undefined {
  try {
    return write()
  } catch {
    return undefined
  }
}
