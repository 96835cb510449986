import type { Answers } from './table-sources.ts'

/** Objects in parts: stubs and hits with their home in another source, unions, and computed fields that are keys. */
export const ARCHIVE = `
  extend schema
    @source(name: "api", http: { baseURL: "http://api.test" })
    @source(name: "db", sql: { url: "sqlite:archive.db", naming: SNAKE_CASE })

  type Query {
    find(text: String = "a"): [Person] @http(GET: "/find?q={$args.text}") @provides(fields: "id nickName")
    people: [Person!] @sql(orderBy: "id")
    films: [Film] @sql(query: "SELECT * FROM film_list") @provides(fields: "id title")
    found: [Person!] @http(GET: "/found") @provides(fields: "id")
    feed: [Event] @http(GET: "/feed")
  }

  union Event @map(from: "kind") = Release | Note

  type Release @map(from: "release") {
    film: Film @provides(fields: "id")
    by: Person @map(from: "person") @provides(fields: "id")
    also: Event
  }

  type Note @map(from: "note") {
    text: String
    about: Person @map(from: "personId")
  }

  type Person @sql(table: "people", key: "id") {
    id: ID!
    nickName: String
    fullName: String @map(from: "{$this.first} {$this.last}")
    boss: Person @map(from: "boss_id")
    entry: Item @map(from: ".")
    films: [Film!] @http(GET: "/films?person={$batch.id}", by: "person") @provides(fields: "id")
    letters: [String] @http(GET: "/letters?name={$batch.nickName}", by: "$key")
  }

  interface Item @map(from: "sort") {
    first: String
  }

  type Leader implements Item @map(from: "1") {
    first: String
    last: String
  }

  type Member implements Item @map(from: "0") {
    first: String
    team: String
  }

  type Film @http(GET: "/films?id={$batch.id}", by: "id") {
    id: ID!
    title: String
    year: Int
    label: String @map(from: "{$this.year}: {$this.name}")
    maker: Person @map(from: "maker_id")
    stills: [Film] @http(GET: "/stills?id={$batch.id}", by: "$index") @provides(fields: "id title")
  }
`

const OTHER = 'of the other part'

const person = (id: unknown) =>
  Number(id) > 6
    ? null
    : {
        ...{ id, nick_name: `Row ${id}`, first: `First ${id}`, last: Number(id) % 3 === 0 ? null : `Last ${id}` },
        ...{ boss_id: Number(id) % 4 === 0 ? null : Number(id) + 1, sort: Number(id) % 2, team: `Team ${id}` },
      }

const film = (id: unknown) => {
  if (id === '3') throw new Error('this film is lost')
  return { id, title: `Film ${id}`, name: `Name ${id}`, year: 1900 + Number(id), maker_id: Number(id) + 1 }
}

/** What a search says of a person: not all of it is to be believed. */
const hit = (id: unknown) => ({ id, nickName: Number(id) % 2 ? `Hit ${id}` : null, first: OTHER, last: OTHER, sort: 7 })
const stub = (id: unknown) => ({ id: String(id), title: `Stub ${id}`, name: OTHER, year: 1, maker_id: 1 })
const listed = (id: unknown) => ({ id, title: `Listed ${id}`, name: OTHER, year: 1, maker_id: 1 })

export const ARCHIVE_ANSWERS: Answers = {
  Person: person,
  Film: film,
  'Query.find': () => [hit(2), hit('1'), null, hit(9), hit(null), hit(2), hit(3), 7],
  'Query.people': () => [1, 2, 3, 4].map(person),
  'Query.films': () => [listed(1), listed(2), null, listed(3), listed(1)],
  'Query.found': () => [2, '9', { id: 1, nickName: OTHER }, '1', null, 2],
  'Query.feed': () => [
    { kind: 'release', film: stub(4), person: hit(4), also: { kind: 'note', text: 'n', personId: 2 } },
    { kind: 'note', text: 'about', personId: 3 },
    { kind: 'unknown' },
    { kind: 'release', film: stub(3), person: null, also: { kind: 'release', film: null, person: hit(1) } },
  ],
  'Person.films': id => [stub(id), stub(Number(id) + 1)],
  'Person.letters': name => [`To ${name}`, null],
  'Film.stills': id => [stub(id), null, stub(5)],
}
