import type { SchemaView } from '../schema/schema-view.ts'

/** How an API writes a time that is no text of ISO 8601, by the format of its schema: what `as` says. */
const NOTATIONS: ReadonlyMap<string, string> = new Map([
  ...['unix-time', 'unixtime', 'unix', 'unix-timestamp', 'timestamp', 'epoch', 'epoch-seconds'].map(
    format => [format, 'unix'] as const,
  ),
  ...[
    'unix-time-ms',
    'unix-time-millis',
    'unix-millis',
    'timestamp-ms',
    'timestamp-millis',
    'epoch-millis',
    'epoch-ms',
  ].map(format => [format, 'unixMillis'] as const),
])
const TEXT_NOTATIONS: ReadonlyMap<string, string> = new Map([
  ...['date-time-rfc-2822', 'date-time-rfc2822', 'rfc2822', 'rfc-2822', 'http-date'].map(
    format => [format, 'rfc2822'] as const,
  ),
])

/** The `as` of a time that is written in another notation; `undefined` for all else. */
export function dateNotation(view: SchemaView): string | undefined {
  if (view.kind !== 'scalar' || view.type === 'boolean') return undefined
  return (view.type === 'string' ? TEXT_NOTATIONS : NOTATIONS).get(view.format.toLowerCase())
}
