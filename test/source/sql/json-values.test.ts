import fc from 'fast-check'
import { expect } from 'vitest'
import type { JsonPlace } from '../../../src/plan/sql/column-term.ts'
import type { SqlFilter } from '../../../src/plan/sql/sql-filter.ts'
import type { FilterOperator } from '../../../src/schema/filter-operators.ts'
import { type Dialect, inDialect } from '../../support/dialects.ts'
import { createDatabaseOn, dialectOf, SERVERS, testOn } from '../../support/servers.ts'
import { literal, load, openSource, sqlBinding } from './support.ts'

const JSON_TYPE: Readonly<Record<Dialect, string>> = { sqlite: 'TEXT', mariadb: 'JSON', postgres: 'JSONB' }

type Value = string | number | boolean | null

const value = fc.constantFrom<Value | undefined>(
  'a',
  'B',
  'é%',
  '7',
  7,
  -1.5,
  0,
  12,
  1e60,
  2e60,
  -1e46,
  3e-30,
  0.00001,
  true,
  false,
  null,
  undefined,
)
const operators = {
  text: ['eq', 'ne', 'lt', 'gte', 'in', 'notIn', 'isNull', 'contains'],
  number: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'notIn', 'isNull'],
  boolean: ['eq', 'ne', 'in', 'isNull'],
} as const satisfies Readonly<Record<JsonPlace['as'], readonly FilterOperator[]>>
const operands = {
  text: fc.constantFrom('a', 'B', 'é%', '7', 'true', '%'),
  number: fc.constantFrom(7, -1.5, 0, 12, 1e60, -1e46, 3e-30, 0.00001),
  boolean: fc.boolean(),
}

interface Question {
  readonly as: JsonPlace['as']
  readonly operator: FilterOperator
  readonly operand: unknown
  readonly negated: boolean
}

const question: fc.Arbitrary<Question> = fc
  .constantFrom<JsonPlace['as']>('text', 'number', 'boolean')
  .chain(as => fc.record({ as: fc.constant(as), operator: fc.constantFrom(...operators[as]), negated: fc.boolean() }))
  .chain(({ as, operator, negated }) => {
    const one: fc.Arbitrary<unknown> = operands[as]
    const isList = operator === 'in' || operator === 'notIn'
    const operand = operator === 'isNull' ? fc.boolean() : isList ? fc.array(one, { minLength: 1, maxLength: 3 }) : one
    return operand.map(given => ({ as, operator, negated, operand: given }))
  })

/** What stands there as what it is asked for. */
function cellOf(held: Value | undefined, as: JsonPlace['as']): Value {
  if (held === undefined || held === null) return null
  if (as === 'text') return String(held)
  return typeof held === as ? held : null
}

function finds({ as, operator, operand, negated }: Question, held: Value | undefined): boolean {
  const cell = cellOf(held, as)
  if (operator === 'isNull') return (cell === null) === (operand !== negated)
  return cell !== null && isTrue(operator, cell, operand) !== negated
}

function isTrue(operator: FilterOperator, cell: Exclude<Value, null>, operand: unknown): boolean {
  const order = (other: Value) =>
    typeof cell === 'string'
      ? Buffer.compare(Buffer.from(cell), Buffer.from(String(other)))
      : Number(cell) - Number(other)
  switch (operator) {
    case 'eq':
      return cell === operand
    case 'ne':
      return cell !== operand
    case 'in':
      return (operand as readonly Value[]).includes(cell)
    case 'notIn':
      return !(operand as readonly Value[]).includes(cell)
    case 'contains':
      return String(cell).includes(String(operand))
    default: {
      const by = order(operand as Value)
      return { lt: by < 0, lte: by <= 0, gt: by > 0, gte: by >= 0 }[operator as 'lt']
    }
  }
}

for (const server of SERVERS)
  testOn(server)(
    `Values inside JSON are found as what they are, and all others count as null (${server})`,
    async () => {
      await using database = await createDatabaseOn(
        server,
        `CREATE TABLE items (id BIGINT PRIMARY KEY, doc ${JSON_TYPE[dialectOf(server)]})`,
      )
      await using source = await openSource(database.url)
      const property = fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 8 }),
        fc.array(question, { minLength: 8, maxLength: 8 }),
        async (values, questions) => {
          await database.run('DELETE FROM items')
          const rows = values.map((held, id) => `(${id}, '${JSON.stringify({ a: [{ 'b-c': held }] })}')`)
          await database.run(`INSERT INTO items VALUES ${rows.join()}, (100, '{"a": 1}'), (101, NULL)`)
          const found = await Promise.all(
            questions.map(async ({ as, operator, operand, negated }) => {
              const inside: JsonPlace = { path: ['a', 0, 'b-c'], as }
              const filter: SqlFilter = { kind: 'compare', column: 'doc', inside, operator, value: literal(operand) }
              const where = [negated ? { kind: 'not' as const, filter } : filter]
              const { slots } = await load(source, sqlBinding({ where }))
              return (slots[0] as { id: number }[]).map(({ id }) => id).sort((a, b) => a - b)
            }),
          )
          const all = [...values.map((held, id) => ({ id, held })), { id: 100, held: null }, { id: 101, held: null }]
          const expected = questions.map(each => all.filter(({ held }) => finds(each, held)).map(({ id }) => id))
          expect(found).toEqual(expected)
        },
      )
      await fc.assert(property, { numRuns: 40 })
    },
  )

for (const server of SERVERS)
  testOn(server)(`What is no JSON holds no value, and a column of numbers is none of JSON (${server})`, async () => {
    const dialect = dialectOf(server)
    const json = { sqlite: 'TEXT', mariadb: 'LONGTEXT', postgres: 'JSON' }[dialect]
    await using database = await createDatabaseOn(
      server,
      `CREATE TABLE items (id BIGINT PRIMARY KEY, doc ${json});
      INSERT INTO items VALUES (1, '{"a":{"b":"x"}}'), (2, ${dialect === 'postgres' ? "'7'" : "'no JSON'"}), (3, '["x"]')`,
    )
    await using source = await openSource(database.url)
    const inside = { path: ['a', 'b'], as: 'text' as const }
    const where: SqlFilter[] = [{ kind: 'compare', column: 'doc', inside, operator: 'eq', value: literal('x') }]
    const { slots, sent } = await load(source, sqlBinding({ where }))
    expect({ slots, sent }).toEqual({
      slots: [[{ id: 1 }]],
      sent: [
        {
          sqlite: `select "id" from "items" where case when json_valid("doc") then case json_type("doc", '$."a"."b"') when 'true' then 'true' when 'false' then 'false' else cast(json_extract("doc", '$."a"."b"') as text) end end = ? limit 10001`,
          mariadb:
            'select `id` from `items` where case when json_valid(`doc`) then case when json_type(json_extract(`doc`, \'$."a"."b"\')) <> \'NULL\' then json_unquote(json_extract(`doc`, \'$."a"."b"\')) end end = ? limit 10001',
          postgres: inDialect('postgres', `select "id" from "items" where ("doc" #>> '{a,b}') = ? limit 10001`),
        }[dialect],
      ],
    })
    const ofNumbers: SqlFilter[] = [{ kind: 'compare', column: 'id', inside, operator: 'eq', value: literal('x') }]
    const { slots: refused } = await load(source, sqlBinding({ where: ofNumbers }))
    if (dialect === 'sqlite') expect(refused).toEqual([[]])
    else expect(refused).toMatchObject([{ reason: 'db_error' }])
  })

for (const server of SERVERS)
  testOn(server)(`A number inside JSON is found by digits that no double has (${server})`, async () => {
    await using database = await createDatabaseOn(
      server,
      `CREATE TABLE items (id BIGINT PRIMARY KEY, doc ${JSON_TYPE[dialectOf(server)]});
      INSERT INTO items VALUES (1, '{"n": 9007199254740993}'), (2, '{"n": 9.5}'), (3, '{"n": "9.5"}'), (4, '{"n": 11}')`,
    )
    await using source = await openSource(database.url)
    const inside: JsonPlace = { path: ['n'], as: 'number' }
    const ids = async (operator: FilterOperator, operand: unknown) => {
      const where: SqlFilter[] = [{ kind: 'compare', column: 'doc', inside, operator, value: literal(operand) }]
      const { slots } = await load(source, sqlBinding({ where, orderBy: [{ column: 'id', direction: 'ASC' }] }))
      return (slots[0] as { id: number }[]).map(({ id }) => id)
    }
    expect(await ids('eq', '9007199254740993')).toEqual([1])
    expect(await ids('in', ['9007199254740993', '11.0'])).toEqual([1, 4])
    expect(await ids('lt', '9007199254740993')).toEqual([2, 4])
    expect(await ids('gt', '10.1234567890123456789')).toEqual([1, 4])
    expect(await ids('lt', '10.1234567890123456789')).toEqual([2])
  })
