import { isDigit, skipString } from './json.ts'

/** Characters of a text that are looked at before others have their turn. */
const RUN = 65_536

/** Bytes that the values of JSON take for each character of its text, at most, with the text itself: seen of `{"10":{"10":…}}`. */
export const MOST_WEIGHT = 40

// What V8 takes on machines of 64 bits, in bytes, seen in Node 24.
/** A place in a list or object, with a number that has a fraction in it. */
const ITEM = 24
/** A list with a place for its first item. */
const LIST = 56
/** An object with its first value, and what tells it from those with other names. */
const OBJECT = 124
/** A text beside its characters; each name has one, if it is the first of its kind. */
const TEXT = 24
/** Of an object with many names, what leads to one of them; a name that is an index makes a table of its own. */
const NAME = 36
const INDEX = 106
/** A list or object that is open, while a text is read in steps. */
const LEVEL = 320

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const OPEN_OBJECT = 0x7b
const CLOSE_LIST = 0x5d
const CLOSE_OBJECT = 0x7d
const NEW_LINE = 0x0a

/**
 * Bytes that the values of a JSON text take in memory, with the text itself; rather more than less. Of what is no JSON it is what its signs would
 * take. It pauses now and then.
 */
export function* jsonWeight(text: string): Generator<void, number> {
  // One character that needs two bytes gives two to all of a text.
  const width = Buffer.byteLength(text) > text.length ? 2 : 1
  let weight = LIST + width * text.length
  let level = 0
  let levels = 0
  let next = RUN
  let nameStart = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      nameStart = at + 1
      at = skipString(text, at)
      weight += TEXT + width * (at - nameStart)
    } else if (code === COMMA || code === NEW_LINE) weight += ITEM
    else if (code === COLON) weight += isDigit(text.charCodeAt(nameStart)) ? INDEX : NAME
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      weight += code === OPEN_LIST ? LIST : OBJECT
      level += 1
      if (level > levels) levels = level
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) level -= 1
    if (at < next) continue
    next = at + RUN
    yield
  }
  return weight + levels * LEVEL
}
