/** A schema as `sluice import sql` writes it for so many tables: rows, lists, connections, filters, orders and relations. */
export function largeSchema(tables: number): string {
  const names = Array.from({ length: tables }, (_, at) => `Thing${at}`)
  const roots = names.flatMap(name => [
    `  one${name}(id: ID!): ${name} @sql(where: { id: "{$args.id}" })`,
    `  all${name}(limit: Int = 100, offset: Int, where: ${name}Filter, orderBy: [${name}Order!]): [${name}!] @sql(orderBy: "id")`,
    `  pages${name}(first: Int, after: String, last: Int, before: String, where: ${name}Filter, orderBy: [${name}Order!]): ${name}Connection @sql(limit: 100)`,
  ])
  const types = names.map((name, at) => typeOf(name, at))
  return [
    'extend schema @source(name: "db", sql: { url: "sqlite:large.db", naming: SNAKE_CASE })',
    `type Query {\n${roots.join('\n')}\n}`,
    'scalar DateTime',
    'scalar Decimal',
    ...types,
  ].join('\n\n')
}

function typeOf(name: string, at: number): string {
  const [kind, other] = [Math.floor(at / 2), Math.floor(at / 3)].map(index => `Thing${index}`)
  return `type ${name} @sql(table: "${name.toLowerCase()}") {
  id: ID!
  name: String!
  note: String
  createdAt: DateTime!
  amount: Decimal
  kind: ${kind} @map(from: "kind_id")
  other: ${other} @map(from: "other_id")
  same(first: Int, where: ${name}Filter): [${name}!] @sql(where: { kind_id: "{$this.id}" })
}`
}

/** A schema over one API, with so many bindings: of each type one by its id, all of them, and two from others. */
export function apiSchema(bindings: number): string {
  const numbers = Array.from({ length: Math.ceil(bindings / 4) }, (_, index) => index)
  const roots = numbers.map(
    at =>
      `  thing${at}(id: ID!): Thing${at} @http(GET: "/${at}/{$args.id}")\n  things${at}: [Thing${at}!] @http(GET: "/${at}")`,
  )
  const types = numbers.map(at => {
    const other = Math.floor(at / 2)
    return `type Thing${at} {
  id: ID!
  name: String!
  note: String
  other: Thing${other} @http(GET: "/${other}/{$this.other}")
  same: [Thing${at}!] @http(GET: "/${at}/{$this.id}/same")
}`
  })
  return [
    'extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:9" })',
    `type Query {\n${roots.join('\n')}\n}`,
    ...types,
  ].join('\n\n')
}
