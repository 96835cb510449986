/** Most times that a path is decoded to see what some server behind the first one may read in it. */
const MOST_DECODINGS = 4

const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i

/** Whether an encoded segment would be taken out of the path, or take another one out (RFC 3986, 5.2.4). */
export function isDotSegment(encoded: string): boolean {
  return DOT_SEGMENT.test(encoded)
}

/** Whether an encoded segment is a dot segment, or the most lenient server reads one in it, behind or before a slash. */
export function hidesDotSegment(encoded: string): boolean {
  // A slash or backslash in it is encoded.
  if (!encoded.includes('%')) return isDotSegment(encoded)
  const { text } = decodePath(encoded)
  return text.includes('/') ? hasDotSegment(text) : isDotSegment(encoded)
}

/** Whether a decoded path has a dot segment; parameters of a segment (`..;x`) don't hide it. */
export function hasDotSegment(path: string): boolean {
  return path.split('/').some(segment => /^\.{1,2}(?:;|$)/.test(segment))
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
