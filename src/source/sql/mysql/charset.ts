import type { Column } from '../../catalog.ts'
import { convertText } from '../convert/text.ts'

/** The single-byte character sets, by their names in the Encoding Standard; the server's are the same. */
const ENCODINGS: ReadonlyMap<string, string> = new Map([
  ['latin1', 'windows-1252'],
  ['latin2', 'iso-8859-2'],
  ['latin5', 'iso-8859-9'],
  ['latin7', 'iso-8859-13'],
  ['cp1250', 'windows-1250'],
  ['cp1251', 'windows-1251'],
  ['cp1256', 'windows-1256'],
  ['cp1257', 'windows-1257'],
  ['cp866', 'ibm866'],
  ['greek', 'iso-8859-7'],
  ['hebrew', 'iso-8859-8'],
  ['koi8r', 'koi8-r'],
  ['koi8u', 'koi8-u'],
  ['macroman', 'macintosh'],
])

const ASCII = /^\p{ASCII}*$/u
/** Up to three bytes of UTF-8. */
const BASIC_PLANE = /^[\0-\uffff]*$/u

/** Text as convertText; one with characters that the column's character set lacks would fail the statement. */
export function convertMysqlText(value: unknown, { charset }: Column): string | undefined {
  const text = convertText(value)
  return text === undefined || charset === undefined || ASCII.test(text) || holds(charset, text) ? text : undefined
}

/** Character sets with several bytes a character, of East Asia, are left to the server. */
function holds(charset: string, text: string): boolean {
  if (charset === 'ascii') return false
  if (charset === 'utf8mb3' || charset === 'utf8' || charset === 'ucs2') return BASIC_PLANE.test(text)
  const encoding = ENCODINGS.get(charset)
  return encoding === undefined || [...text].every(character => charactersOf(encoding).has(character))
}

const known = new Map<string, ReadonlySet<string>>()

function charactersOf(encoding: string): ReadonlySet<string> {
  const characters =
    known.get(encoding) ?? new Set(new TextDecoder(encoding).decode(Uint8Array.from(Array(256).keys())))
  known.set(encoding, characters)
  return characters
}
