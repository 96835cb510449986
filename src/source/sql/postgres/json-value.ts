import type { JsonPlace } from '../../../plan/sql/column-term.ts'

/** A number or a Boolean is told from other values before it is read as one: a cast of other text would fail. */
export function postgresJsonValue({ path, as }: JsonPlace): string {
  const place = `'{${path.join(',')}}'`
  const text = `(% #>> ${place})`
  if (as === 'text') return text
  const type = as === 'number' ? 'numeric' : 'boolean'
  return `case when jsonb_typeof((% #> ${place})::jsonb) = '${as}' then ${text}::${type} end`
}
