import type { JsonPlace } from '../../../plan/sql/column-term.ts'
import { jsonPath } from '../json-path.ts'
import { canonicalText, type SqlScalar } from '../sql-value.ts'

/**
 * The null of JSON is NULL. Of numbers, 20 digits behind the point are compared; those beyond every DECIMAL count as
 * the largest one, as an UPDATE would fail at them. Beside a number that is beyond it too, or so small that 20 digits say less
 * of it, all are doubles. A column of text may hold what is no JSON, at which MySQL's functions fail, and MariaDB's do not.
 */
export function mysqlJsonValue({ path, as }: JsonPlace, beside?: SqlScalar): string {
  const value = `json_extract(%, '${jsonPath(path)}')`
  const text = `json_unquote(${value})`
  const number = beside !== undefined && isOfDoubles(beside) ? doubleOf(text) : decimalOf(text)
  switch (as) {
    case 'text':
      return `case when json_valid(%) then case when json_type(${value}) <> 'NULL' then ${text} end end`
    case 'number':
      return `case when json_valid(%) then case when json_type(${value}) in ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') then ${number} end end`
    case 'boolean':
      return `case when json_valid(%) then case when json_type(${value}) = 'BOOLEAN' then ${text} = 'true' end end`
  }
}

const LARGEST = '9'.repeat(45)

function decimalOf(text: string): string {
  const double = doubleOf(text)
  const beyond = `when ${double} >= 1e45 then ${LARGEST} when ${double} <= -1e45 then -${LARGEST}`
  return `case ${beyond} else cast(${text} as decimal(65, 20)) end`
}

function doubleOf(text: string): string {
  return `${text} + 0e0`
}

function isOfDoubles(value: SqlScalar): boolean {
  const size = Math.abs(Number(canonicalText(value)))
  return size >= 1e45 || size < 1e-4
}
