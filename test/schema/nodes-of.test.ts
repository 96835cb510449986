import { readFileSync } from 'node:fs'
import { Kind, parse, visit } from 'graphql'
import { expect, test } from 'vitest'
import { nodesOf } from '../../src/schema/nodes-of.ts'

const EVERY_KIND = /* GraphQL */ `
  schema @a(v: { at: [1, { b: $c }] }) { query: Query mutation: M }
  extend schema @source(name: "api") { subscription: S }
  "text" directive @a(v: [[In!]]! = [] @d, w: Int) repeatable on SCHEMA | FIELD_DEFINITION
  scalar Date @specifiedBy(url: "u")
  interface Node implements Base & Other @i { id(first: Int = 1 @j, in: In = { a: E }): [ID!]! @k }
  type Query implements Node @l { "of it" posts(where: Filter @m): [Post!] @http(GET: "/{$args.where}") @map(from: "a") }
  extend type Query @n { more: Kind }
  union Any @o = | Query | Post
  enum Kind @p { ONE @map(from: "1") TWO @q }
  input In @r { a: [Kind!]! = [ONE] @s }
  query Q($v: [In!] = [] @t) @u { a(b: $v) @v { ... on Post @w { c } ...F @x } }
  fragment F on Query @y { d }
`.replace('$c', 'C')

const KINDS = Object.values(Kind).filter(kind => kind !== Kind.NAME)

test('The nodes of a kind are those that graphql-js visits, in its order', () => {
  const demo = readFileSync('schema.graphql', 'utf8')
  for (const text of [EVERY_KIND, demo]) {
    const document = parse(text)
    for (const kind of KINDS) {
      const visited: unknown[] = []
      visit(document, { enter: node => void (node.kind === kind && visited.push(node)) })
      const places = (nodes: readonly unknown[]) => nodes.map(node => (node as { loc: { start: number } }).loc.start)
      expect([kind, places(nodesOf(document, kind))]).toEqual([kind, places(visited)])
    }
  }
})
