import { printJson } from './json.ts'

/** Values that are written at once. */
const RUN = 2_048

/** Characters of a text that weigh as much as a value by itself: some need an escape, each. */
export const CHARACTERS = 16

/** Levels that are walked through by recursion; what is deeper is taken for large. */
const LEVELS = 32

/** Weighs JSON values by what it costs to write them: one for each value, and more for what is long. */
export class JsonScale {
  /** What may still be added; below 0 where it was too much. */
  left = 0
  /** Whether `JSON.stringify` writes all that was added as it is: no `bigint`, and no number that is not finite. */
  isPlain = true

  reset(left: number): void {
    this.left = left
    this.isPlain = true
  }

  /** Adds a value, or as much of it as there is room for; whether that is all of it. */
  add(value: unknown, level = 0): boolean {
    this.left -= 1
    if (typeof value === 'string') this.left -= Math.floor(value.length / CHARACTERS)
    else if (typeof value === 'object' && value !== null) this.#addContainer(value, level)
    else if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) this.isPlain = false
    return this.left >= 0
  }

  #addContainer(value: object, level: number): void {
    if (level === LEVELS) this.left = -1
    if (Array.isArray(value)) {
      for (let at = 0; at < value.length && this.left >= 0; at++) this.add(value[at], level + 1)
      return
    }
    const names = Object.keys(value)
    if (names.length > this.left) this.left = -1
    for (let at = 0; at < names.length && this.left >= 0; at++) {
      const name = names[at] as string
      this.left -= Math.floor(name.length / CHARACTERS)
      this.add((value as Record<string, unknown>)[name], level + 1)
    }
  }
}

/** A list or an object that is being written. */
interface Level {
  readonly value: unknown[] | Record<string, unknown>
  readonly names: readonly string[] | undefined
  readonly length: number
  at: number
  /** Whether nothing of it has been written. */
  isEmpty: boolean
}

/**
 * The JSON text of a value, as printJson writes it, in pieces that hold the event loop for a moment each. It may be nested deeper
 * than the stack. `refuse` is called for a number that is not finite, which JSON has no text for; what it throws ends the text.
 */
export function* jsonTextSteps(whole: unknown, refuse: (number: number) => unknown): Generator<string, void> {
  const writer = new PieceWriter(refuse)
  yield* writer.begin(whole)
  for (let level = writer.open.at(-1); level; level = writer.open.at(-1)) yield* writer.goOn(level)
}

class PieceWriter {
  readonly open: Level[] = []
  readonly #refuse: (number: number) => unknown
  readonly #scale = new JsonScale()

  constructor(refuse: (number: number) => unknown) {
    this.#refuse = refuse
  }

  /** Writes a value, or opens it where it is a long list or object. */
  *begin(value: unknown): Generator<string, void> {
    this.#scale.reset(RUN)
    if (this.#scale.add(value)) yield this.#text(value) ?? 'null'
    else if (typeof value === 'string') yield* longText(value)
    else {
      const container = value as Level['value']
      const names = Array.isArray(container) ? undefined : Object.keys(container)
      const length = (names ?? (container as unknown[])).length
      this.open.push({ value: container, names, length, at: 0, isEmpty: true })
      yield names ? '{' : '['
    }
  }

  /** Writes the next items of a list or an object, or its end. */
  *goOn(level: Level): Generator<string, void> {
    const { value, names, length, at } = level
    if (at === length) {
      this.open.pop()
      yield names ? '}' : ']'
      return
    }
    const end = this.#runFrom(level)
    const text = names ? this.#fieldsText(level, names, end) : this.#itemsText(value as unknown[], at, end)
    const comma = level.isEmpty ? '' : ','
    level.isEmpty &&= text === ''
    level.at = end
    if (text !== '') yield comma + text
    if (end > at) return
    level.at += 1
    level.isEmpty = false
    const name = names?.[at]
    yield name === undefined ? comma : `${comma}${JSON.stringify(name)}:`
    yield* this.begin(name === undefined ? (value as unknown[])[at] : (value as Record<string, unknown>)[name])
  }

  /** The end of a run of items that are small together. */
  #runFrom({ value, names, length, at }: Level): number {
    this.#scale.reset(RUN)
    for (let end = at; end < length; end++) {
      const name = names?.[end]
      const item = name === undefined ? (value as unknown[])[end] : (value as Record<string, unknown>)[name]
      if (!this.#scale.add(item) || (name !== undefined && !this.#scale.add(name))) return end
    }
    return length
  }

  #itemsText(list: readonly unknown[], from: number, end: number): string {
    return this.#text(list.slice(from, end))?.slice(1, -1) ?? ''
  }

  #fieldsText({ value, at }: Level, names: readonly string[], end: number): string {
    const texts: string[] = []
    for (const name of names.slice(at, end)) {
      const text = this.#text((value as Record<string, unknown>)[name])
      // As JSON.stringify does, for what is no JSON value.
      if (text !== undefined) texts.push(`${JSON.stringify(name)}:${text}`)
    }
    return texts.join()
  }

  /** The text of what was weighed. */
  #text(value: unknown): string | undefined {
    if (this.#scale.isPlain) return JSON.stringify(value)
    this.#refuseInfinite(value)
    return printJson(value)
  }

  #refuseInfinite(value: unknown): void {
    if (typeof value === 'number' && !Number.isFinite(value)) this.#refuse(value)
    if (typeof value !== 'object' || value === null) return
    for (const name of Object.keys(value)) this.#refuseInfinite((value as Record<string, unknown>)[name])
  }
}

/** Characters of a text that are written at once. */
export const LONG_TEXT = 65_536

function* longText(text: string): Generator<string, void> {
  yield '"'
  for (let at = 0; at < text.length; ) {
    let end = at + LONG_TEXT
    // The halves of a pair stay together: alone each would be written as an escape.
    if (isHighSurrogate(text.charCodeAt(end - 1))) end -= 1
    yield JSON.stringify(text.slice(at, end)).slice(1, -1)
    at = end
  }
  yield '"'
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}
