/** Most times that a path is decoded to see what some server behind the first one may read in it. */
const MOST_DECODINGS = 4

/** C0 controls and the space. */
const BLANKS = /[\p{Cc} ]+/gu

const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i

/** Whether an encoded segment would be taken out of the path, or take another one out (RFC 3986, 5.2.4). */
export function isDotSegment(encoded: string): boolean {
  return DOT_SEGMENT.test(encoded)
}

/** Whether the most lenient server reads a dot segment in an encoded segment. */
export function hidesDotSegment(encoded: string): boolean {
  return /[.%]/.test(encoded) && hasDotSegment(decodePath(encoded).text)
}

/** Whether a decoded path has a dot segment: neither parameters (`..;x`) nor blanks and controls, which some drop, hide it. */
export function hasDotSegment(path: string): boolean {
  return path.split('/').some(segment => /^\.{1,2}(?:;|$)/.test(segment.replace(BLANKS, '')))
}

/** As the most lenient server reads it: escapes, escapes of escapes, and backslashes; `whole` where no escapes are left. */
export function decodePath(path: string): { readonly text: string; readonly whole: boolean } {
  let text = path
  for (let round = 0; round < MOST_DECODINGS; round++) {
    const decoded = text.replace(/%([\dA-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    if (decoded === text) return { text: withSlashes(text), whole: true }
    text = decoded
  }
  return { text: withSlashes(text), whole: false }
}

function withSlashes(text: string): string {
  return text.replaceAll('\\', '/')
}
