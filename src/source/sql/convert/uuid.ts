const UUID = /^[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}$/i
const HYPHENS = /^(.{8})(.{4})(.{4})(.{4})/

/** In lower case with its hyphens, as databases write it. */
export function convertUuid(value: unknown): string | undefined {
  if (typeof value !== 'string' || !UUID.test(value)) return undefined
  return value.toLowerCase().replaceAll('-', '').replace(HYPHENS, '$1-$2-$3-$4-')
}

/** The 16 bytes of a UUID in its usual form; `undefined` for other text. */
export function uuidBytes(text: string): Uint8Array | undefined {
  return text.length === 36 && UUID.test(text) ? Buffer.from(text.replaceAll('-', ''), 'hex') : undefined
}
