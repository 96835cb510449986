import type { ImportNote } from './import-note.ts'
import { NO_RENAMING, type Renaming } from './name/renaming.ts'

/** Most places that one line names. */
const SHOWN = 3

interface Told {
  readonly kind: 'left out' | 'JSON'
  readonly place: () => string
  readonly why: string
  readonly detail: string | undefined
}

/** What is to be told of a document that could not be mapped as it is; written when all names are given. */
export class Notes {
  /** Under what names types and fields are told. */
  readonly renaming: Renaming
  readonly #said: string[] = []
  readonly #told: Told[] = []

  constructor(renaming: Renaming = NO_RENAMING) {
    this.renaming = renaming
  }

  /** A sentence of its own. */
  say(text: string): void {
    this.#said.push(text)
  }

  /** What is not in the schema, and why, in words that hold for all of its kind; `detail` is what this one has for itself. */
  leaveOut(place: string | (() => string), why: string, detail?: string): void {
    this.#told.push({ kind: 'left out', place: typeof place === 'string' ? () => place : place, why, detail })
  }

  /** A field whose values are JSON, because GraphQL or the document can't tell their type. */
  asJson(coordinate: () => string, why: string): void {
    const place = () => this.renaming.coordinate(coordinate())
    this.#told.push({ kind: 'JSON', place, why, detail: undefined })
  }

  /** A cause each, with all of its places. */
  causes(): ImportNote[] {
    const said = this.#said.map(cause => ({ cause, places: [] }))
    const groups = this.#groups().map(({ told, places }) => ({
      cause: `${told.kind === 'JSON' ? 'JSON' : 'Left out'}: ${told.why}`,
      places,
    }))
    return [...said, ...groups]
  }

  /** A line each, also for a terminal, whatever is in the document: of one place a sentence, of several the first of them. */
  lines(): string[] {
    const lines = this.#groups().map(({ told: { kind, why }, places }) => {
      const [first = ''] = places
      if (places.length === 1) return kind === 'JSON' ? `${first} is JSON: ${why}.` : `Left out: ${first}: ${why}.`
      const shown = someOf(
        places.map(place => place.replace(/^The /, 'the ')),
        SHOWN,
      )
      return `${kind === 'JSON' ? 'JSON' : 'Left out'}, ${places.length} times, for ${why}: ${shown}.`
    })
    return [...this.#said, ...lines].map(onOneLine)
  }

  /** By cause, what is left out first. */
  #groups(): { readonly told: Told; readonly places: readonly string[] }[] {
    const inOrder = this.#told.toSorted((one, other) => Number(one.kind === 'JSON') - Number(other.kind === 'JSON'))
    const groups = Map.groupBy(inOrder, ({ kind, why }) => `${kind} ${why}`)
    return [...groups.values()].flatMap(group => {
      const [told] = group
      const places = group.map(({ place, detail }) => `${place()}${detail === undefined ? '' : ` (${detail})`}`)
      return told ? [{ told, places: [...new Set(places)] }] : []
    })
  }
}

/** A terminal takes control characters for orders. */
function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}

/** The first of some texts, and how many more there are. */
export function someOf(texts: readonly string[], most: number): string {
  const more = texts.length - most
  return more > 0 ? `${texts.slice(0, most).join(', ')} and ${more} more` : texts.join(', ')
}
