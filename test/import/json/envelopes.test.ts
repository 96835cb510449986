import { expect, test } from 'vitest'
import { importSample } from '../../../src/import/json/import-sample.ts'
import { parseSample } from '../../../src/import/json/parse-sample.ts'
import { problemsOf } from '../problems-of.ts'

function of(json: string, name = 'Thing') {
  const imported = importSample({ sample: parseSample(json), name, url: 'https://host/x' })
  expect(problemsOf(imported.text)).toEqual([])
  const text = imported.text.slice(imported.text.indexOf('type Query'))
  return { text, notes: imported.notes }
}

test('What is written as a fraction is a Float, however whole it is', () => {
  const { text } = of('[{ "total": 30.00, "big": 1e3, "count": 3, "serial": 9007199254740993, "min": -0.0 }]')
  expect(text).toContain('  total: Float!\n  big: Float!\n  count: Int!\n  serial: BigInt!\n  min: Float!\n')
})

test('Lists of OData, GeoJSON and HAL are lists of what the name says', () => {
  expect(
    of('{ "@odata.context": "x", "@odata.nextLink": "https://h/P", "value": [{ "UserName": "r" }] }', 'Person').text,
  ).toBe(
    'type Query {\n  people: [Person!] @http(GET: "/x", select: "value")\n}\n\n' +
      'type Person {\n  userName: String! @map(from: "UserName")\n}\n',
  )
  expect(of('{ "type": "FeatureCollection", "features": [{ "id": "1", "geometry": null }] }', 'Quake').text).toContain(
    'quakes: [Quake!] @http(GET: "/x", select: "features")',
  )
  expect(
    of('{ "_links": { "self": { "href": "/o" } }, "_embedded": { "ea:orders": [{ "id": 1 }] } }', 'Order').text,
  ).toContain(`orders: [Order!] @http(GET: "/x", select: "_embedded['ea:orders']")`)
  // The page is worth something, too.
  const paged = of('{ "page": { "size": 20 }, "_embedded": { "orders": [{ "id": 1 }] } }', 'Order').text
  expect(paged).toContain('orders: OrdersResponse @http(GET: "/x")')
  expect(paged).toContain('  orders: [Order!]!')
  expect(of('{ "value": [{ "id": 1 }], "count": 1 }').text).toContain('  value: [Thing!]!\n  count: Int!')
})

test('An object whose names are data is a list of its entries', () => {
  expect(of('{ "entities": { "Q42": { "id": "Q42" }, "Q64": { "id": "Q64" } } }').text).toBe(`type Query {
  things: [ThingEntry!] @http(GET: "/x", select: "entities{}")
}

type ThingEntry {
  key: String! @map(from: "$key")
  value: Thing! @map(from: "$value")
}

type Thing {
  id: ID!
}
`)
  const prices = of('{ "bitcoin": { "usd": 67187.33 }, "tether": { "usd": 1 }, "ripple": { "usd": 3500 } }', 'Price')
  expect(prices.text).toContain('prices: [PriceEntry!] @http(GET: "/x", select: "{}")')
  expect(prices.text).toContain('type Price {\n  usd: Float!\n}')
  const countries = of(
    '[{ "currencies": { "EUR": { "name": "Euro" } } }, { "currencies": { "USD": { "name": "Dollar" } } }]',
  )
  expect(countries.text).toContain('  currencies: [ThingCurrencyEntry!]! @map(from: "currencies{}")')
  const rates = of('{ "base": "EUR", "rates": { "AUD": 1.5, "BGN": 2 } }')
  expect(rates.text).toContain('  rates: JSON!')
  expect(rates.notes).toEqual(['Thing.rates is JSON: its names look like data.'])
  const lists = of('{ "list": [{ "Q42": { "id": 1 }, "Q64": { "id": 2 } }], "more": 1 }')
  expect(lists.notes).toEqual(['ThingsResponse.list is JSON: the names of its objects look like data.'])
})

test('What has properties stays a type, whatever they are called', () => {
  for (const json of [
    '{ "Name": "a", "City": "b" }',
    '{ "id": "a", "name": "b" }',
    '{ "home": { "street": "a" }, "work": { "street": "b" } }',
    '{ "line1": "a", "line2": "b" }',
    '{ "user": { "id": 1 }, "post": { "id": 1, "title": "a" }, "tag": { "id": 1 } }',
  ])
    expect(of(json)).toEqual({ text: expect.not.stringMatching(/Entry|JSON/), notes: [] })
})

test('Lists of scalars and scalars are answers as well', () => {
  expect(of('["a", "b"]').text).toBe('type Query {\n  things: [String!] @http(GET: "/x")\n}\n')
  expect(of('{ "tags": ["a"] }', 'Tag').text).toBe(
    'type Query {\n  tags: [String!] @http(GET: "/x", select: "tags")\n}\n',
  )
  expect(of('42').text).toBe('type Query {\n  thing: Int @http(GET: "/x")\n}\n')
  expect(of('[]').notes).toEqual(['Query.things is JSON: all lists are empty.'])
})

test('A header that the sample was asked for with is one of the source, and its value in the environment', () => {
  const { text } = importSample({ sample: { id: 1 }, name: 'Thing', url: 'https://host/x', headers: ['X-Api-Key'] })
  expect(text).toContain('headers: ["X-Api-Key: {$env.API_X_API_KEY}"]')
  expect(text).toContain('# API_X_API_KEY, in the environment, is the header X-Api-Key that the API is sent.')
  expect(problemsOf(text)).toEqual([])
})
