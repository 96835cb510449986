const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i

/** Whether an encoded segment would be taken out of the path, or take another one out (RFC 3986, 5.2.4). */
export function isDotSegment(encoded: string): boolean {
  return DOT_SEGMENT.test(encoded)
}
