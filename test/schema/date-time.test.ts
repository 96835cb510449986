import { expect, test } from 'vitest'
import { DATE_SCALAR } from '../../src/schema/scalar/date.ts'
import { DATE_TIME_SCALAR } from '../../src/schema/scalar/date-time.ts'

const YEARS = ['0000', '1900', '2000', '2023', '2024', '9999']
const MONTHS = ['00', '01', '02', '04', '12', '13']
const DAYS = ['00', '01', '28', '29', '30', '31', '32']
const CLOCKS = [
  '00:00:00',
  '23:59:59',
  '08:05:60',
  '24:00:00',
  '19:60:00',
  '8:00:00',
  '08:05:59.120',
  '08:05:59.000000001',
]

function outcome(text: string, { output } = DATE_TIME_SCALAR): unknown {
  try {
    return output(text)
  } catch (error) {
    return (error as Error).message
  }
}

test('A text as clients read it is what the same time with an offset is, or is refused as that is', () => {
  const texts = YEARS.flatMap(year =>
    MONTHS.flatMap(month => DAYS.flatMap(day => CLOCKS.map(clock => `${year}-${month}-${day}T${clock}`))),
  )
  for (const text of texts) expect([text, outcome(`${text}Z`)]).toEqual([text, outcome(`${text}+00:00`)])
  expect(texts.filter(text => outcome(`${text}Z`) === `${text}Z`).length).toBeGreaterThan(100)
})

test('A text is a day only where a time of it is a time', () => {
  const days = YEARS.flatMap(year => MONTHS.flatMap(month => DAYS.map(day => `${year}-${month}-${day}`)))
  const isTime = (day: string) => outcome(`${day}T00:00:00+00:00`) === `${day}T00:00:00Z`
  for (const day of days) expect([day, outcome(day, DATE_SCALAR) === day]).toEqual([day, isTime(day)])
})
