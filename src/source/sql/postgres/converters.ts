import type { Column } from '../../catalog.ts'
import { CONVERTERS, type Converters } from '../convert/convert.ts'
import { convertDate, convertDateTime, convertTime } from '../convert/date-time.ts'
import { convertText } from '../convert/text.ts'
import { convertForm } from './forms.ts'

/** PostgreSQL fails at a value that its type can't hold; here it is unknown before it is sent. */
export const POSTGRES_CONVERTERS: Converters = {
  ...CONVERTERS,
  boolean: (value, column) => {
    const flag = CONVERTERS.boolean(value, column)
    return typeof flag === 'boolean' ? flag : undefined
  },
  text: toText,
  date: value => afterYearZero(convertDate(value)),
  datetime: value => afterYearZero(convertDateTime(value)),
  time: value => {
    const time = convertTime(value)
    return time !== undefined && /^(?:[01]\d|2[0-3]):/.test(time) ? time : undefined
  },
}

/** There is no NUL in its text. */
function toText(value: unknown, { labels, form }: Column): string | undefined {
  const text = convertText(value)
  if (text === undefined || text.includes('\0')) return undefined
  if (form !== undefined) return convertForm(text, form)
  return labels === undefined || labels.has(text) ? text : undefined
}

/** Its calendar has no year zero. */
function afterYearZero(text: string | undefined): string | undefined {
  return text?.startsWith('0000') ? undefined : text
}
