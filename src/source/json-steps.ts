import { type FractionOf, parseJson, setOwn, skipString } from './json.ts'

/**
 * Most characters that are read at once, but for a text or number that is longer: so few that V8 keeps their text, of two bytes each,
 * beside other objects. What is larger has pages of its own, which cost as much as reading.
 */
const RUN = 32_768

/** What no text that is read at once can have; each takes memory (RFC 8259, 9). */
const MOST_LEVELS = 100_000

/** Names of one object: what goes through all of them, as Object.keys does, can not pause. */
const MOST_NAMES = 100_000

/** Items of a list up to which V8 keeps more places for others than there are items. */
const FEW_ITEMS = 32

/**
 * A name that is an index of up to four digits, and how far it is behind as many names as there are: V8 would keep a place for each index before it, of the first
 * up to 1,023, and of later ones as far from those as that, up to some thousands. From there on it does so only where that is worth it.
 */
const INDEX = /^[1-9]\d{1,3}$/
const FAR = 8

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_LIST = 0x5b
const OPEN_OBJECT = 0x7b
const CLOSE_LIST = 0x5d
const CLOSE_OBJECT = 0x7d

const BLANK = /^[ \t\n\r]*$/

type Container = unknown[] | Record<string, unknown>

/** A list or an object that is open where the text is read. */
interface Level {
  readonly isList: boolean
  /** Where its bracket stands. */
  readonly open: number
  /** From where on nothing of it has been taken over. */
  from: number
  /** The last comma behind `from`; -1 where there is none. */
  comma: number
  /** What has been taken over; undefined as long as it may be read as a part of what is around it. */
  value: Container | undefined
  /** Its name in the object around it. */
  name: string
  /** How many names have been taken over. */
  names: number
  /** Whether a list or object that was taken over by itself has just ended: a comma follows, or the end. */
  behindInner: boolean
  /** Whether a comma has just been taken over: an item follows. */
  needsItem: boolean
}

/** What an item of a list of objects begins with: blanks, a bracket, its first name. */
const ITEM_HEAD = /[ \t\n\r]{0,100}\{[ \t\n\r]{0,100}"[^"\\]{0,100}" ?:/y

/** Lists of a text that are leaped in vain before it is read bracket by bracket. */
const MOST_VAIN_LEAPS = 8

/**
 * Reads JSON text as parseJson does, in steps: it pauses after each `run` characters, and is done with what it returns.
 * Brackets, commas and texts are found by one pass; what stands between is read by JSON.parse, run by run, and put together. Lists
 * of objects, which long texts mostly are, are leaped through: what parses from one item to what looks like the beginning of another one
 * is whole items, or else there would be a text or a bracket without end. Throws SyntaxError.
 */
export function* jsonSteps(text: string, fractionOf?: FractionOf, run = RUN): Generator<void, unknown> {
  if (text.length <= run) return parseJson(text, fractionOf)
  const first = text.search(/[^ \t\n\r]/)
  const isContainer = text.charCodeAt(first) === OPEN_LIST || text.charCodeAt(first) === OPEN_OBJECT
  if (first < 0 || !isContainer) return parseJson(text, fractionOf)
  const levels = new Levels(text, fractionOf)
  let next = first + run
  let vain = 0
  for (let at = first; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = skipString(text, at)
    else if (code === COMMA) levels.comma(at)
    else if (code === OPEN_LIST) {
      levels.open(at, true)
      const head = vain < MOST_VAIN_LEAPS && at + run < text.length ? itemHead(text, at + 1) : undefined
      if (head === undefined) continue
      const before = at
      for (let comma = levels.leap(head, run); comma !== undefined; comma = levels.leap(head, run)) {
        at = comma
        next = comma + run
        yield
      }
      if (at === before) vain += 1
    } else if (code === OPEN_OBJECT) levels.open(at, false)
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      const whole = levels.close(at, code === CLOSE_LIST)
      if (whole) return whole
    }
    if (at < next) continue
    levels.takeOver()
    next = at + run
    yield
  }
  throw new SyntaxError('Unexpected end of JSON input')
}

function itemHead(text: string, at: number): string | undefined {
  ITEM_HEAD.lastIndex = at
  return ITEM_HEAD.exec(text)?.[0]
}

class Levels {
  readonly #text: string
  readonly #fractionOf: FractionOf | undefined
  readonly #open: Level[] = []
  /** How many of them, from the outermost, are taken over by themselves. */
  #taken = 0

  constructor(text: string, fractionOf: FractionOf | undefined) {
    this.#text = text
    this.#fractionOf = fractionOf
  }

  open(at: number, isList: boolean): void {
    if (this.#open.length === MOST_LEVELS) throw new SyntaxError(`JSON is more than ${MOST_LEVELS} levels deep`)
    this.#open.push({
      isList,
      open: at,
      from: at + 1,
      comma: -1,
      value: undefined,
      name: '',
      names: 0,
      behindInner: false,
      needsItem: false,
    })
  }

  comma(at: number): void {
    const level = this.#open.at(-1) as Level
    if (level.behindInner) this.#goOn(level, at)
    else level.comma = at
  }

  /** Ends the innermost level; the value of all where it is the outermost. */
  close(at: number, isList: boolean): Container | undefined {
    const level = this.#open.at(-1) as Level
    // As long as it is a part of what is around it, JSON.parse sees to it.
    if (!level.value && this.#open.length > 1) {
      this.#open.pop()
      return undefined
    }
    if (level.isList !== isList) throw this.#unexpected(at)
    level.value ??= this.#begin(level)
    this.#takeItems(level, at)
    this.#open.pop()
    this.#taken = this.#open.length
    const outer = this.#open.at(-1)
    const value = withoutPlaces(level.value)
    if (!outer) {
      this.#expectBlank(at + 1, this.#text.length)
      return value
    }
    this.#put(outer, level.name, value)
    outer.from = at + 1
    outer.behindInner = true
    return undefined
  }

  /**
   * Takes over the items of the innermost level, a list, up to one that begins like its first one, a run away or a little more. The
   * index of the comma before that; undefined where there is none.
   */
  leap(head: string, run: number): number | undefined {
    const level = this.#open.at(-1) as Level
    const far = level.from + run
    const window = this.#text.slice(far, far + run)
    const place = [`},${head}`, `}, ${head}`].map(between => window.indexOf(between)).find(found => found >= 0)
    if (place === undefined) return undefined
    const comma = far + place + 1
    const items = this.#tryItems(level.from, comma)
    if (!items) return undefined
    if (!level.value) this.takeOver()
    for (const item of items) (level.value as unknown[]).push(item)
    this.#goOn(level, comma)
    return comma
  }

  #tryItems(from: number, end: number): readonly unknown[] | undefined {
    try {
      return parseJson(`[${this.#text.slice(from, end)}]`, this.#fractionOf) as unknown[]
    } catch (error) {
      if (error instanceof SyntaxError) return undefined
      throw error
    }
  }

  /** Takes over what is whole at every open level. */
  takeOver(): void {
    for (let depth = Math.max(this.#taken - 1, 0); depth < this.#open.length; depth++) {
      const level = this.#open[depth] as Level
      if (!level.value) {
        level.value = this.#begin(level)
        const outer = this.#open[depth - 1]
        if (outer) level.name = this.#nameBefore(level, outer)
      }
      if (level.comma >= level.from) {
        this.#takeItems(level, level.comma)
        this.#goOn(level, level.comma)
      }
    }
    this.#taken = this.#open.length
  }

  #begin({ isList }: Level): Container {
    return isList ? [] : {}
  }

  /** Goes on behind a comma. */
  #goOn(level: Level, comma: number): void {
    if (level.behindInner) this.#expectBlank(level.from, comma)
    level.from = comma + 1
    level.comma = -1
    level.behindInner = false
    level.needsItem = true
  }

  /** Takes over the items, or names with values, between `from` and an end. */
  #takeItems(level: Level, end: number): void {
    const { from, isList, needsItem, behindInner, comma } = level
    if (behindInner) {
      this.#expectBlank(from, end)
      return
    }
    const text = this.#text.slice(from, end)
    if (BLANK.test(text)) {
      // Between two commas, or behind the last one.
      if (needsItem || comma >= 0) throw this.#unexpected(end)
      return
    }
    const read = parseJson(isList ? `[${text}]` : `{${text}}`, this.#fractionOf) as Container
    if (Array.isArray(read)) for (const item of read) (level.value as unknown[]).push(item)
    else for (const name of Object.keys(read)) this.#put(level, name, read[name])
  }

  #put(level: Level, name: string, value: unknown): void {
    const container = level.value as Container
    if (Array.isArray(container)) {
      container.push(value)
      return
    }
    level.names += 1
    if (level.names > MOST_NAMES) throw new SyntaxError(`A JSON object has more than ${MOST_NAMES} names`)
    if (name === '__proto__') setOwn(container, name, value)
    else if (INDEX.test(name) && Number(name) > FAR * level.names) setFar(container, name, value)
    else container[name] = value
  }

  /** The name of a level in the object around it; only that stands before its bracket. */
  #nameBefore({ open }: Level, { from, isList, behindInner }: Level): string {
    if (behindInner) throw this.#unexpected(open)
    if (isList) {
      this.#expectBlank(from, open)
      return ''
    }
    const [name] = Object.keys(parseJson(`{${this.#text.slice(from, open)}[]}`) as object)
    return name as string
  }

  #expectBlank(from: number, end: number): void {
    if (!BLANK.test(this.#text.slice(from, end))) throw this.#unexpected(from)
  }

  #unexpected(at: number): SyntaxError {
    return new SyntaxError(`Unexpected token in JSON at position ${at}`)
  }
}

/** A list of a few items without the places that V8 has kept for more. */
function withoutPlaces(value: Container): Container {
  return Array.isArray(value) && value.length < FEW_ITEMS ? value.slice() : value
}

/** A name that is an index, without places before it: what is read-only for a moment is kept in a table. */
function setFar(container: object, name: string, value: unknown): void {
  Object.defineProperty(container, name, { value, writable: false, enumerable: true, configurable: true })
  setOwn(container, name, value)
}
