import { expect, test } from 'vitest'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
extend schema @source(name: "api", http: { baseURL: "{$env.API}", naming: SNAKE_CASE })
type Query {
  reviews: [Review] @http(GET: "/reviews")
  review(id: ID!): Review @http(GET: "/reviews/{$args.id}")
  things: [Thing] @http(GET: "/things")
  page: Page @http(GET: "/page")
}
type Review {
  id: ID
  text: String @map(from: "txt")
  writtenBy: String
  stars: Int
  note: String @map(from: "note?")
  deep: String @map(from: "author.nmae")
  author: Author
  same: Review @http(GET: "/reviews/{$this.id}")
}
type Author { name: String, mail: String }
union Thing = Book | Film
type Book { title: String, pages: Int }
type Film { title: String, minutes: Int }
type Page { total: Int, items: [Author] }`

const review = (id: number) => ({ id, text: 'good', author: { name: 'Ada' }, ...(id === 3 ? { stars: 5 } : {}) })

async function startApi() {
  return startUpstream(({ url = '' }) => {
    if (url === '/reviews') return { json: Array.from({ length: 12 }, (_, id) => review(id)) }
    if (url.startsWith('/reviews/')) return { json: review(0) }
    if (url === '/page') return { json: { total: 0, items: [] } }
    const things = Array.from({ length: 30 }, (_, i) => ({
      __typename: i % 2 ? 'Book' : 'Film',
      title: 'T',
      ...(i % 2 ? { pages: 1 } : { mins: 2 }),
    }))
    return { json: things }
  })
}

const told = ({ log }: TestGateway) =>
  log.filter(({ msg }) => String(msg).includes('no answer has had')).map(l => l.msg)

test('A name that no object of a list has is told once, with the names that there are', async () => {
  await using api = await startApi()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: api.url } })
  for (const query of ['{ reviews { id text writtenBy } }', '{ reviews { text writtenBy same { id } } }'])
    expect((await gateway.query(query)).body).not.toHaveProperty('errors')
  expect(told(gateway)).toEqual([
    expect.stringMatching(
      /^Review\.text: no answer has had "txt" so far; the object has id, text, author \(.*schema\.graphql:11:3\)$/,
    ),
    expect.stringMatching(/^Review\.writtenBy: no answer has had "written_by" so far; .*schema\.graphql:12:3\)$/),
  ])
})

test('Of single objects, ten without the name are looked for, in whatever operations', async () => {
  await using api = await startApi()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: api.url } })
  for (let i = 0; i < 9; i++) await gateway.query(`{ review(id: 1) { text a${i}: id author { name } } }`)
  expect(told(gateway)).toEqual([])
  await gateway.query('{ review(id: 1) { text author { mail } } }')
  expect(told(gateway)).toEqual([expect.stringMatching(/^Review\.text: /)])
})

test('A name that some objects have, or that may be absent, is not told, nor are the parts of an empty list', async () => {
  await using api = await startApi()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: api.url } })
  for (let i = 0; i < 12; i++)
    await gateway.query('{ reviews { stars note author { name } } page { total items { name } } }')
  expect(told(gateway)).toEqual([])
})

test('Objects of a union are looked at by their type', async () => {
  await using api = await startApi()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: api.url } })
  await gateway.query('{ things { ... on Book { title pages } ... on Film { title minutes } } }')
  expect(told(gateway)).toEqual([
    expect.stringMatching(
      /^Film\.minutes: no answer has had "minutes" so far; the object has __typename, title, mins /,
    ),
  ])
})

test('In an object inside of an object it is found as well', async () => {
  await using api = await startApi()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: api.url } })
  await gateway.query('{ reviews { author { mail } } }')
  expect(told(gateway)).toEqual([expect.stringMatching(/^Author\.mail: .*the object has name \(/)])
})

const DEEP = `
scalar DateTime
extend schema @source(name: "api", http: { baseURL: "{$env.API}" })
type Query { reviews: [Review] @http(GET: "/reviews") }
type Review {
  by: String @map(from: "author.nmae")
  mail: String @map(from: "autor.mail")
  city: [String] @map(from: "author.homes[].town.naem")
  first: String @map(from: "author.homes[0].twon.name")
  towns: [String] @map(from: "author.homes[].town.name")
  label: String @map(from: "{$this.author.name} of {$this.author.tite}")
  at: DateTime @map(from: "author.times.at", as: unix)
  right: String @map(from: "author.name")
  some: String @map(from: "author.sometimes.x")
  absent: String @map(from: "author.nick?")
  within: String @map(from: "author.nick?.name")
  none: String @map(from: "nothing.at.all")
  empty: [String] @map(from: "empty[].name")
  entries: [String] @map(from: "author{}.$value.name")
  short: String @map(from: "empty[3].name")
  text: String @map(from: "author.name.first")
}`

test('On a path, and in a template, it is found where the path leads no further', async () => {
  const author = { name: 'Ada', homes: [{ town: { name: 'Ulm' } }, {}], times: { on: 1 } }
  const rows = Array.from({ length: 10 }, (_, id) => ({
    author: id === 9 ? { ...author, sometimes: { x: 'x' } } : author,
    nothing: null,
    empty: [],
  }))
  await using api = await startUpstream({ 'GET /reviews': { json: rows } })
  await using gateway = await startTestGateway({ schema: DEEP, environment: { API: api.url } })
  await gateway.query('{ reviews { by mail city first towns label at right some } }')
  await gateway.query('{ reviews { absent within none empty entries short text } }')
  expect(told(gateway).map(text => String(text).replace(/ \(.*/, ''))).toEqual([
    'Review.by: no answer has had "author.nmae" so far; author has name, homes, times, sometimes',
    'Review.mail: no answer has had "autor.mail" so far; the object has author, nothing, empty',
    'Review.city: no answer has had "author.homes[].town.naem" so far; author.homes[].town has name',
    'Review.first: no answer has had "author.homes[0].twon.name" so far; author.homes[0] has town',
    'Review.label: no answer has had "author.tite" so far; author has name, homes, times, sometimes',
    'Review.at: no answer has had "author.times.at" so far; author.times has on',
  ])
})
