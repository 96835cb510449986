import type { JsonPlace } from '../../../plan/sql/column-term.ts'
import { jsonPath } from '../json-path.ts'

/**
 * A column may hold text that is no JSON, at which the functions for JSON fail. The CAST changes no number, but gives the expression the
 * affinity of one: a decimal of more digits than a double has is bound as text (https://sqlite.org/datatype3.html#affinity_of_expressions).
 */
export function sqliteJsonValue({ path, as }: JsonPlace): string {
  const place = `'${jsonPath(path)}'`
  const value = `case when json_valid(%) then case json_type(%, ${place}) ${READ[as](`json_extract(%, ${place})`)} end end`
  return as === 'number' ? `cast(${value} as numeric)` : value
}

const READ: Readonly<Record<JsonPlace['as'], (value: string) => string>> = {
  text: value => `when 'true' then 'true' when 'false' then 'false' else cast(${value} as text)`,
  number: value => `when 'integer' then ${value} when 'real' then ${value}`,
  boolean: () => "when 'true' then 1 when 'false' then 0",
}
