import { isWide } from './wide-text.ts'

/** Shorter text is told faster by a regular expression. */
const LONG = 64
/** Most UTF-16 code units that are looked at in one go; a unit is at most three bytes. */
const PIECE = 4_096

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes control characters (RFC 8259, section 7)
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/
const SPACE = 0x20

const bytes = Buffer.alloc(PIECE * 3 + 4)
const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)

/**
 * Whether JSON writes a string otherwise than between quotes as it is (RFC 8259, section 7). Text with surrogates counts
 * as such: a lone one has to be escaped.
 */
export function needsEscape(text: string): boolean {
  // V8 writes text of two bytes a unit as bytes more slowly than it looks at it.
  if (text.length < LONG || isWide(text)) return ESCAPED.test(text)
  for (let at = 0; at < text.length; at += PIECE) if (pieceNeedsEscape(text.slice(at, at + PIECE))) return true
  return false
}

/** Looks at four bytes of UTF-8 at a time: only ASCII has to be escaped, and no byte of another character is ASCII. */
function pieceNeedsEscape(text: string): boolean {
  const size = bytes.write(text)
  const end = (size + 3) >> 2
  for (let at = size; at < end * 4; at++) bytes[at] = SPACE
  let found = 0
  for (let at = 0; at < end; at++) {
    const word = words[at] as number
    // A byte below n borrows from its own high bit when n is taken from it, which it does not have set itself.
    const control = word - 0x20202020
    const quote = (word ^ 0x22222222) - 0x01010101
    const backslash = (word ^ 0x5c5c5c5c) - 0x01010101
    found |= (control | quote | backslash) & ~word
  }
  return (found & 0x80808080) !== 0
}
