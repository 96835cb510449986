import type { CallAnswer } from '../source/call-answer.ts'
import { isSecretName, MOST_READ, type Redaction, SHORTEST_SECRET } from './redact.ts'

/** Most bytes of one answer as it is shown, in JSON. */
const MOST_BYTES = 65_536

/** Most characters of its texts that are looked through for secrets, which takes some milliseconds. */
const MOST_LOOKED_THROUGH = 4 * MOST_BYTES

/** How many items of each list are shown: of these the most with which the answer is short enough. */
const ITEMS = [Number.POSITIVE_INFINITY, 100, 20, 5, 1]

/** An object with more properties has its names from data, and is cut as a list is. */
const MOST_PROPERTIES = 100

const DEEPEST = 100

/** Bytes of a binary value that are shown. */
const BINARY_BYTES = 1_500

/** What a call was answered with, as it may be shown. */
export type ShownAnswer =
  /** What a body says, or rows as a list of objects; `items` says of how many items each list is at most, where some are cut. */
  | { readonly json: unknown; readonly items?: number }
  /** The start of a body that is no JSON. */
  | { readonly text: string }
  /** It is too large. */
  | { readonly leftOut: true }

/** Shows an answer, in at most `room` bytes; `bytes` says how many it takes. */
export type ShowAnswer = (answer: CallAnswer, room: number) => { readonly shown: ShownAnswer; readonly bytes: number }

/**
 * Shows answers as a trace shows texts: no value that is a secret, and none below a name of one. What is too large is cut where that
 * changes no path: lists become shorter, and texts.
 */
export function createAnswerShower(message: Redaction['message']): ShowAnswer {
  return (answer, room) => {
    const most = Math.min(MOST_BYTES, room)
    if (answer.kind === 'text') {
      const text = message(answer.text)
      const bytes = Buffer.byteLength(JSON.stringify(text))
      return bytes > most ? LEFT_OUT : { shown: { text }, bytes }
    }
    // What is looked at again with fewer items is known already.
    const known = { shown: askedOnce(message), names: askedOnce(Object.keys), isSecret: askedOnce(isSecretName) }
    for (const items of ITEMS) {
      const copy = new BoundedCopy(known, items, most)
      const json = answer.kind === 'rows' ? copy.ofRows(answer.columns, answer.rows) : copy.of(answer.value)
      if (copy.isWhole) return { shown: { json, ...(copy.isCut && { items }) }, bytes: most - copy.room }
    }
    return LEFT_OUT
  }
}

const LEFT_OUT = { shown: { leftOut: true }, bytes: 0 } as const

/** What is asked of texts, names and objects. */
interface Known {
  readonly shown: Redaction['message']
  readonly names: (value: object) => readonly string[]
  readonly isSecret: (name: string) => boolean
}

/** A copy of a JSON value; it ends where it takes more bytes than there is room, or has too much to look through. */
class BoundedCopy {
  readonly #known: Known
  readonly #items: number
  #unread = MOST_LOOKED_THROUGH
  room: number
  /** Whether a list in it is shorter than it was. */
  isCut = false

  constructor(known: Known, items: number, room: number) {
    this.#known = known
    this.#items = items
    this.room = room
  }

  get isWhole(): boolean {
    return this.room >= 0 && this.#unread >= 0
  }

  of(value: unknown): unknown {
    return this.#copy(value, false, 0)
  }

  ofRows(columns: readonly string[], rows: readonly (readonly unknown[])[]): unknown {
    return this.#list(rows, row => this.#object(columns, at => row[at], false, 1))
  }

  #copy(value: unknown, isSecret: boolean, depth: number): unknown {
    if (typeof value !== 'object' || value === null) return this.#take(this.#scalar(value, isSecret))
    if (value instanceof Uint8Array) return this.#take(this.#text(shownBytes(value), isSecret))
    if (value instanceof Date) return this.#take(this.#text(String(value.toJSON()), isSecret))
    if (depth === DEEPEST) return this.#take('…')
    if (Array.isArray(value)) return this.#list(value, item => this.#copy(item, isSecret, depth + 1))
    const names = this.#known.names(value)
    return this.#object(names, at => Reflect.get(value, names[at] as string), isSecret, depth + 1)
  }

  #list<T>(items: readonly T[], copy: (item: T) => unknown): unknown[] {
    this.room -= '[]'.length
    const shown: unknown[] = []
    for (const item of items) {
      if (shown.length === this.#items) this.isCut = true
      if (shown.length === this.#items || !this.isWhole) break
      if (shown.length > 0) this.room -= ','.length
      shown.push(copy(item))
    }
    return shown
  }

  #object(names: readonly string[], valueAt: (at: number) => unknown, isSecret: boolean, depth: number): object {
    this.room -= '{}'.length
    const most = names.length > MOST_PROPERTIES ? this.#items : names.length
    const entries: [string, unknown][] = []
    for (const [at, name] of names.entries()) {
      if (at >= most) this.isCut = true
      if (at >= most || !this.isWhole) break
      this.room -= at > 0 ? ',:'.length : ':'.length
      const isOfSecret = isSecret || this.#known.isSecret(name)
      entries.push([this.#take(this.#text(name, false)), this.#copy(valueAt(at), isOfSecret, depth)])
    }
    return Object.fromEntries(entries)
  }

  #scalar(value: unknown, isSecret: boolean): unknown {
    if (typeof value === 'string') return this.#text(value, isSecret)
    if (typeof value === 'boolean') return value
    if (typeof value !== 'number' && typeof value !== 'bigint') return null
    if (isSecret && String(value).length >= SHORTEST_SECRET) return '…'
    return typeof value === 'bigint' ? JSON.rawJSON(String(value)) : value
  }

  #text(text: string, isSecret: boolean): string {
    if (isSecret && text.length >= SHORTEST_SECRET) return '…'
    this.#unread -= Math.min(text.length, MOST_READ)
    return this.isWhole ? this.#known.shown(text) : ''
  }

  #take<T>(shown: T): T {
    this.room -= Buffer.byteLength(JSON.stringify(shown))
    return shown
  }
}

/** Asks once for each value. */
function askedOnce<V, T>(read: (value: V) => T): (value: V) => T {
  const known = new Map<V, T>()
  return value => {
    const first = known.get(value)
    if (first !== undefined) return first
    const found = read(value)
    known.set(value, found)
    return found
  }
}

function shownBytes(value: Uint8Array): string {
  const start = Buffer.from(value.subarray(0, BINARY_BYTES)).toString('base64')
  return value.length > BINARY_BYTES ? `${start}…` : start
}
