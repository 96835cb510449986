import { randomUUID } from 'node:crypto'

/** What may be an integer that a double can't hold: no part of a fraction, and of a text only by chance. */
const LONG_INTEGER = /(?:^|[[:,\s-])\d{16,1000}(?![\d.eE])/
/** Beyond every upstream's integers; to convert digits of any length would take its time. */
const FEWEST_DIGITS = 16
const MOST_DIGITS = 1_000

/**
 * Reads JSON text as JSON.parse does, but gives integers beyond 2^53, of 1,000 digits at most, as `bigint`, so that no
 * upstream key is ever rounded. Throws SyntaxError.
 */
export function parseJson(text: string, fractionOf?: FractionOf): unknown {
  if (!mayHaveLongNumber(text, fractionOf !== undefined) && !hasEscapedName(text)) return JSON.parse(text)
  // Nobody who wrote the text can know it.
  const mark = `${randomUUID()} `
  const marked = withMarks(text, mark, fractionOf !== undefined)
  return marked === text ? JSON.parse(text) : withoutMarks(JSON.parse(marked), mark, fractionOf)
}

/** What stands for a number with a fraction, of 16 to 1,000 characters, that a double may not keep; the double unless given. */
export type FractionOf = (digits: string) => unknown

const FRACTION = /^-?(?:0|[1-9]\d*)\.\d+$/

/** Whether something in the text may be a number that has to be marked; of most texts a sixteenth is looked at. */
function mayHaveLongNumber(text: string, withFractions: boolean): boolean {
  const isPart = (code: number) => isDigit(code) || (withFractions && code === POINT)
  for (let at = FEWEST_DIGITS - 1; at < text.length; ) {
    if (!isPart(text.charCodeAt(at))) {
      at += FEWEST_DIGITS
      continue
    }
    let start = at
    while (start > 0 && isPart(text.charCodeAt(start - 1))) start--
    let end = at + 1
    while (isPart(text.charCodeAt(end))) end++
    if (end - start >= FEWEST_DIGITS) return withFractions || LONG_INTEGER.test(text)
    at = end + FEWEST_DIGITS
  }
  return false
}

/**
 * Whether a name of an object is written with an escape. V8 compares what is written, escapes and all, with the names that objects had
 * behind the same names before: once any text had the name `\\` or `\\u0`, whoever sent it, it reads `\u00e9` or `\u00e9t\u00e9` so.
 */
function hasEscapedName(text: string): boolean {
  for (let at = text.indexOf('\\'); at >= 0; ) {
    const end = skipString(text, at - 1)
    if (isName(text, end + 1)) return true
    at = text.indexOf('\\', end + 1)
  }
  return false
}

/** A name as V8 reads it right, written between quotes: without escapes, or else behind the mark, which no name had before. */
function safeName(written: string, mark: string): string {
  const plain = JSON.stringify(JSON.parse(written))
  return plain.includes('\\') ? `"${mark}${written.slice(1)}` : plain
}

/** Whether what ends before an index is a name. */
function isName(text: string, end: number): boolean {
  let at = end
  while (isBlank(text.charCodeAt(at))) at++
  return text.charCodeAt(at) === COLON
}

const COLON = 0x3a
const POINT = 0x2e
const QUOTE = 0x22
const BACKSLASH = 0x5c
const MINUS = 0x2d

/**
 * The text with long integers as strings behind the mark, and with safe names: JSON.parse reads them so at its own speed, where a reviver for each value is 25 times slower. One pass; what is no JSON stays so.
 */
function withMarks(text: string, mark: string, marksFractions: boolean): string {
  let marked = ''
  let copied = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = skipString(text, at)
      const written = text.slice(at, end + 1)
      if (written.includes('\\') && isName(text, end + 1)) {
        marked += text.slice(copied, at) + safeName(written, mark)
        copied = end + 1
      }
      at = end
      continue
    }
    if (code !== MINUS && !isDigit(code)) continue
    const start = at
    const digits = code === MINUS ? at + 1 : at
    at = digits
    while (isDigit(text.charCodeAt(at))) at++
    const isInteger = !isPartOfNumber(text.charCodeAt(at))
    while (isPartOfNumber(text.charCodeAt(at)) || isDigit(text.charCodeAt(at))) at++
    const isLong = at - digits >= FEWEST_DIGITS && at - digits <= MOST_DIGITS && !isName(text, at)
    if (isLong && (isInteger ? text[digits] !== '0' : marksFractions && FRACTION.test(text.slice(start, at)))) {
      marked += `${text.slice(copied, start)}"${mark}${text.slice(start, at)}"`
      copied = at
    }
    // The next character is looked at by itself.
    at -= 1
  }
  return copied === 0 ? text : marked + text.slice(copied)
}

/** The index of the quote that ends the string; that of the last character where none does. */
export function skipString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end
    while (text.charCodeAt(before - 1) === BACKSLASH) before--
    if ((end - before) % 2 === 0) return end
  }
  return text.length
}

/** Blanks of JSON (RFC 8259, 2). */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** What stands in a fraction or an exponent beside digits: `.`, `e`, `E`, `+`, `-`. */
function isPartOfNumber(code: number): boolean {
  return code === POINT || code === 0x65 || code === 0x45 || code === 0x2b || code === MINUS
}

/** Puts integers in the place of the marked strings, and takes the mark from names. */
function withoutMarks(value: unknown, mark: string, fractionOf: FractionOf = Number): unknown {
  const open: object[] = []
  const numberOf = (digits: string) => (digits.includes('.') ? fractionOf(digits) : integerOf(digits))
  const read = (each: unknown) => {
    if (typeof each === 'object' && each !== null) open.push(each)
    return typeof each === 'string' && each.startsWith(mark) ? numberOf(each.slice(mark.length)) : each
  }
  const whole = read(value)
  for (let next = open.pop(); next; next = open.pop()) {
    if (Array.isArray(next)) for (let at = 0; at < next.length; at++) next[at] = read(next[at])
    else {
      const entries = Object.entries(next)
      const isMarked = entries.some(([name]) => name.startsWith(mark))
      if (isMarked) for (const [name] of entries) Reflect.deleteProperty(next, name)
      for (const [name, inner] of entries) {
        const known = read(inner)
        if (isMarked) setOwn(next, name.startsWith(mark) ? name.slice(mark.length) : name, known)
        else if (known !== inner) setOwn(next, name, known)
      }
    }
  }
  return whole
}

function integerOf(digits: string): number | bigint {
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : BigInt(digits)
}

/** An own property, also one named `__proto__`. */
export function setOwn(container: object, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true })
}

declare global {
  interface JSON {
    /** Text that `JSON.stringify` writes as it is; https://tc39.es/proposal-json-parse-with-source/. */
    rawJSON(text: string): object
  }
}

/** The value as JSON text, with a `bigint` written as its digits; `undefined` has no text. */
export function printJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, inner) => (typeof inner === 'bigint' ? JSON.rawJSON(String(inner)) : inner))
}
