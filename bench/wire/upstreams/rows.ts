import type { Route } from './json-api.ts'

const ROWS = 5_000
const DOCUMENTS = 2_048
/** So many of these are an answer of 8 MiB. */
const DOCUMENT_BYTES = 4_096

const CITIES = ['Aarhus', 'Bergen', 'Córdoba', 'Delft', 'Évora', 'Fez', 'Ghent']

const rows = Array.from({ length: ROWS }, (_, at) => ({
  id: at + 1,
  name: `The name of row ${at + 1}`,
  email: `row${at + 1}@example.com`,
  age: 18 + (at % 60),
  score: at / 8,
  active: at % 3 === 0,
  createdAt: new Date(Date.UTC(2024, 0, 1) + at * 3_600_000).toISOString(),
  address: { street: `${at + 1} Long Street`, city: CITIES[at % CITIES.length] },
  internal: 'nobody asks for this',
}))

/** Text as people write it: some quotes, line ends and letters beyond ASCII. */
const PARAGRAPH = 'A sentence that a document may have, with “quotes”, "others" and a café or two.\n'

const documents = Array.from({ length: DOCUMENTS }, (_, at) => {
  const document = { id: at + 1, title: `Document ${at + 1}`, text: '' }
  const missing = DOCUMENT_BYTES - JSON.stringify(document).length
  return { ...document, text: PARAGRAPH.repeat(Math.ceil(missing / Buffer.byteLength(JSON.stringify(PARAGRAPH)))) }
})

/** 5,000 rows, and documents of 8 MiB. */
export const ROWS_ROUTES: Readonly<Record<string, Route>> = {
  '/rows': () => rows,
  '/documents': () => documents,
}
