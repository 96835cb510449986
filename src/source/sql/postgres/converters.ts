import { isObject } from '../../../plan/is-object.ts'
import type { Column } from '../../catalog.ts'
import { CONVERTERS, type Converters } from '../convert/convert.ts'
import { convertTime } from '../convert/date-time.ts'
import { convertNumeric } from '../convert/decimal.ts'
import { convertFloatWith } from '../convert/float.ts'
import { rangeText } from '../convert/range.ts'
import { convertText } from '../convert/text.ts'
import type { SqlScalar } from '../sql-value.ts'
import { arrayText } from './array-text.ts'
import { convertPostgresDate, convertPostgresDateTime } from './calendar.ts'
import { convertForm } from './forms.ts'

/** The day's last moment is a time too. */
const TIME_OF_DAY = /^(?:(?:[01]\d|2[0-3]):|24:00:00$)/

/** PostgreSQL fails at a value that its type can't hold; here it is unknown before it is sent. */
export const POSTGRES_CONVERTERS: Converters = {
  ...CONVERTERS,
  text: toText,
  decimal: convertNumeric,
  float: convertFloatWith({ nan: true }),
  date: convertPostgresDate,
  datetime: convertPostgresDateTime,
  time: value => {
    const time = convertTime(value)
    return time !== undefined && TIME_OF_DAY.test(time) ? time : undefined
  },
  storedList: (items, { delimiter }) =>
    arrayText(
      items.map(item => (item === null ? null : itemText(item))),
      delimiter,
    ),
}

/** What stands in an array for a value: bytes are text there. */
function itemText(item: SqlScalar): string {
  if (typeof item !== 'object') return String(item)
  return item instanceof Uint8Array ? `\\x${Buffer.from(item).toString('hex')}` : item.decimal
}

/** There is no NUL in its text. */
function toText(value: unknown, { labels, form, bounds }: Column): string | undefined {
  const text = bounds && isObject(value) ? rangeText(value) : convertText(value)
  if (text === undefined || text.includes('\0')) return undefined
  if (form !== undefined) return convertForm(text, form)
  return labels === undefined || labels.has(text) ? text : undefined
}
