import type { JsonPlace } from '../../../plan/sql/column-term.ts'
import { jsonPath } from '../json-path.ts'

/**
 * The null of JSON is NULL. Of numbers, 20 digits behind the point are compared; those beyond every DECIMAL count as
 * the largest one, as an UPDATE would fail at them. A column of text may hold what is no JSON, at which MySQL's functions
 * fail, and MariaDB's do not.
 */
export function mysqlJsonValue({ path, as }: JsonPlace): string {
  const value = `json_extract(%, '${jsonPath(path)}')`
  const text = `json_unquote(${value})`
  switch (as) {
    case 'text':
      return `case when json_valid(%) then case when json_type(${value}) <> 'NULL' then ${text} end end`
    case 'number':
      return `case when json_valid(%) then case when json_type(${value}) in ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') then ${decimalOf(text)} end end`
    case 'boolean':
      return `case when json_valid(%) then case when json_type(${value}) = 'BOOLEAN' then ${text} = 'true' end end`
  }
}

const LARGEST = '9'.repeat(45)

function decimalOf(text: string): string {
  const beyond = `when ${text} + 0e0 >= 1e45 then ${LARGEST} when ${text} + 0e0 <= -1e45 then -${LARGEST}`
  return `case ${beyond} else cast(${text} as decimal(65, 20)) end`
}
