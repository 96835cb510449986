import type { JsonPlace } from '../../../plan/sql/column-term.ts'
import { jsonPath } from '../json-path.ts'

/** A column may hold text that is no JSON, at which the functions for JSON fail. */
export function sqliteJsonValue({ path, as }: JsonPlace): string {
  const place = `'${jsonPath(path)}'`
  return `case when json_valid(%) then case json_type(%, ${place}) ${READ[as](`json_extract(%, ${place})`)} end end`
}

const READ: Readonly<Record<JsonPlace['as'], (value: string) => string>> = {
  text: value => `when 'true' then 'true' when 'false' then 'false' else cast(${value} as text)`,
  number: value => `when 'integer' then ${value} when 'real' then ${value}`,
  boolean: () => "when 'true' then 1 when 'false' then 0",
}
