import type { Answers } from './table-sources.ts'

/** Six types in two sources, with homes in both and bindings in both directions. */
export const LIBRARY = `
  extend schema
    @source(name: "api", http: { baseURL: "http://api.test" })
    @source(name: "db", sql: { url: "sqlite:library.db", naming: SNAKE_CASE })

  type Query {
    authors: [Author!] @sql(orderBy: "id")
    author(id: ID!): Author @sql(where: { id: "{$args.id}" })
    books(genre: String, limit: Int = 3): [Book!] @http(GET: "/books?genre={$args.genre}&limit={$args.limit}")
    shop(id: ID!): Shop @http(GET: "/shops/{$args.id}")
    readers: [Reader] @sql(orderBy: "id")
  }

  type Author @sql(table: "authors", key: "id") {
    id: ID!
    fullName: String
    birthYear: Int
    publisher: Publisher @map(from: "publisher_id")
    mentor: Author @map(from: "mentor_id")
    books(genre: String): [Book!] @http(GET: "/books?author={$batch.id}&genre={$args.genre}", by: "authorId", maxBatch: 3)
  }

  type Book @http(GET: "/books?id={$batch.id}", by: "id", maxBatch: 2) {
    id: ID!
    title: String
    author: Author @map(from: "authorId")
    shops: [Shop!] @map(from: "shopIds")
    sequel: Book @map(from: "sequelId")
    reviews: [Review!] @sql(where: { book_id: "{$this.id}" })
  }

  type Review @sql(table: "reviews", key: "id") {
    id: ID!
    stars: Int
    longText: String
    book: Book @map(from: "book_id")
    reader: Reader @map(from: "reader_id")
  }

  type Reader @sql(table: "readers", key: "id") {
    id: ID!
    nickName: String
    favourite: Book @map(from: "favourite_id")
    reviews: [Review!] @sql(where: { reader_id: "{$this.id}" })
  }

  type Publisher @sql(table: "publishers", key: "id") {
    id: ID!
    name: String
    authors: [Author!] @sql(where: { publisher_id: "{$this.id}" })
  }

  type Shop @http(GET: "/shops?id={$batch.id}", by: "id") {
    id: ID!
    name: String
    owner: Reader @map(from: "ownerId")
    books: [Book!] @map(from: "bookIds")
    publishers: [Publisher!] @sql(where: { city: "{$this.city}" })
  }
`

const IDS = [1, 2, 3, 4, 5, 6, 7, 8]

const author = (id: unknown) => ({
  id,
  full_name: `Author ${id}`,
  birth_year: 1900 + Number(id),
  publisher_id: Number(id) % 3 === 0 ? null : (Number(id) % 3) + 1,
  mentor_id: Number(id) % 4 === 0 ? null : Number(id) + 1,
})

const book = (id: unknown) => ({
  id: String(id),
  title: `Book ${id}`,
  authorId: (Number(id) % 5) + 1,
  shopIds: [(Number(id) % 3) + 1, 2],
  sequelId: Number(id) > 7 ? null : Number(id) + 1,
})

const review = (id: unknown) => ({
  id,
  stars: Number(id) % 6,
  long_text: `Review ${id}`,
  book_id: (Number(id) % 4) + 1,
  reader_id: (Number(id) % 2) + 1,
})

const reader = (id: unknown) => ({ id, nick_name: `Reader ${id}`, favourite_id: Number(id) + 2 })
const publisher = (id: unknown) => ({ id, name: `Publisher ${id}`, city: `City ${id}` })
const shop = (id: unknown) => ({ id, name: `Shop ${id}`, ownerId: id, bookIds: [1, id, 4], city: `City ${id}` })

export const LIBRARY_ANSWERS: Answers = {
  Author: author,
  Book: book,
  Review: review,
  Reader: reader,
  Publisher: publisher,
  Shop: shop,
  'Query.authors': () => IDS.map(author),
  'Query.author': (_, { id }) => author(id),
  'Query.books': (_, { limit }) => IDS.slice(0, Math.max(0, Number(limit ?? 3))).map(book),
  'Query.shop': (_, { id }) => shop(id),
  'Query.readers': () => [reader(1), null, reader(2), reader(1)],
  'Author.books': id => IDS.slice(0, Number(id) % 3).map(book),
  'Book.reviews': id => [review(id), review(Number(id) + 1)],
  'Reader.reviews': id => [review(id), review(5)],
  'Publisher.authors': id => [author(id), author(6)],
  'Shop.publishers': city => [publisher(String(city).slice(-1))],
}
