import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query {
    echo(exact: Decimal, all: [Decimal!], price: Price, double: Float, json: JSON): Boolean
      @http(POST: "/echo", body: { exact: "{$args.exact}", all: "{$args.all}", price: "{$args.price}", double: "{$args.double}", json: "{$args.json}" })
  }
  input Price { amount: Decimal!  rate: Float }
  scalar Decimal scalar JSON`

const QUERY = `query ($exact: Decimal, $all: [Decimal!], $price: Price, $double: Float, $json: JSON) {
  echo(exact: $exact, all: $all, price: $price, double: $double, json: $json)
}`

const LONG = '12345678901234567890.123456789'
const SMALL = '-0.1000000000000000055511151231257827'

test('A Decimal in variables keeps all digits of a JSON number; a Float and JSON take the double', async () => {
  await using upstream = await startUpstream({ 'POST /echo': { json: true } })
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const variables = `{
    "exact": ${LONG}, "all": [${SMALL}, 1.5, "${LONG}"], "price": { "amount": ${LONG}, "rate": ${SMALL} },
    "double": ${LONG}, "json": { "__proto__": ${SMALL}, "list": [${SMALL}, "${LONG}", {}, null, 12345678901234567890] }
  }`
  const body = `{ "query": ${JSON.stringify(QUERY)}, "variables": ${variables} }`
  const url = new URL('/graphql', gateway.url)
  const posted = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect(await posted.json()).toEqual({ data: { echo: true } })
  url.search = new URLSearchParams({ query: QUERY, variables }).toString()
  const got = await fetch(url, { headers: { accept: 'application/json' } })
  expect(await got.json()).toEqual({ data: { echo: true } })
  const sent =
    `{"exact":"${LONG}","all":["${SMALL}","1.5","${LONG}"],"price":{"amount":"${LONG}","rate":-0.1},` +
    `"double":12345678901234567000,"json":{"__proto__":-0.1,"list":[-0.1,"${LONG}",{},null,12345678901234567890]}}`
  expect(new Set(upstream.requests.map(request => request.body))).toEqual(new Set([sent]))

  const refused = body.replace(`"price": { "amount": ${LONG}`, `"price": ${LONG}, "_": { "amount": ${LONG}`)
  const answer = await fetch(new URL('/graphql', gateway.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: refused,
  })
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
  ])
})
