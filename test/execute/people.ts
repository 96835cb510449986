import { compilePlan } from './compile-plan.ts'

/** People who know each other, all from one source. */
export const people = compilePlan(`
  extend schema @source(name: "api", http: { baseURL: "http://api.test" })

  type Query {
    people: [Person!] @http(GET: "/people")
    person(id: ID!): Person @http(GET: "/people/{$args.id}")
  }

  type Mutation {
    rename(id: ID!, name: String!): Person @http(PUT: "/people/{$args.id}", body: { name: "{$args.name}" })
    forget(id: ID!): Boolean! @http(DELETE: "/people/{$args.id}")
  }

  type Person @http(GET: "/people?id={$batch.id}", by: "id") {
    id: ID!
    name: String!
    friend: Person @map(from: "friendId")
    pets: [Pet!] @http(GET: "/pets?owner={$batch.id}", by: "owner")
    letters: [Letter!] @http(GET: "/letters?to={$batch.id}", by: "to")
  }

  type Pet { name: String!  owner: Person }
  type Letter { text: String!  from: Person }
`)

/** What each binding answers to a person's id. */
export const PEOPLE_ANSWERS: Readonly<
  Record<string, (id: unknown, args: Readonly<Record<string, unknown>>) => unknown>
> = {
  Person: id => person(id),
  'Query.people': () => [person('1'), person('2')],
  'Query.person': (_, { id }) => person(id),
  'Mutation.rename': (_, { id, name }) => ({ ...person(id), name }),
  'Mutation.forget': () => null,
  'Person.pets': id => [{ name: `Rex ${id}`, owner: id }],
  'Person.letters': id => [{ text: `Dear ${id}`, from: Number(id) + 1 }],
}

/** A person who knows the one with the next id. */
function person(id: unknown): object {
  return { id, name: `Person ${id}`, friendId: Number(id) + 1 }
}
