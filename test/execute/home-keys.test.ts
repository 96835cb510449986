import { expect, test } from 'vitest'
import { SourceError } from '../../src/source/source-error.ts'
import { compilePlan, planText } from './compile-plan.ts'
import { askEngine, askGraphqlJs } from './outcome.ts'
import { type Answers, tableSources } from './table-sources.ts'

const plan = compilePlan(`
  extend schema
    @source(name: "api", http: { baseURL: "http://api.test" })
    @source(name: "db", sql: { url: "sqlite:users.db" })

  type Query {
    team: Team @http(GET: "/team")
  }
  type Team {
    some: [User]
    all: [User!]
    rows: [[User!]!]
    lead: User!
    deputy: User
    guest: Guest
    tasks: [Task!] @http(GET: "/tasks?of={$batch.id}", by: "of")
    score: Int @http(GET: "/score/{$this.id}")
  }
  type User @sql(table: "users", key: "id") { id: ID!  name: String  boss: User }
  type Guest @http(GET: "/guests?id={$batch.id}", by: "id") { id: ID! }
  type Task { title: String }
`)

const user = (id: unknown) => ({ id, name: `User ${id}`, boss: 1 })

function answersFor(team: object): Answers {
  return {
    'Query.team': () => team,
    User: id => (Number(id) < 5 ? user(id) : null),
    Guest: () => {
      throw new SourceError('It is down.', { reason: 'http_5xx', source: 'api' })
    },
    'Team.tasks': () => [{ title: 'Rest' }],
    'Team.score': () => 7,
  }
}

async function ask(query: string, team: object) {
  const plans = planText(plan, query)
  const { sources, calls } = tableSources(plan, answersFor(team))
  const executed = await askEngine(plans, { sources })
  expect(await askGraphqlJs(plans, tableSources(plan, answersFor(team)))).toEqual(executed)
  const loads = calls.slice(1).map(({ coordinate, keys }) => [coordinate, keys.flat()])
  return { data: JSON.parse(executed.data ?? ''), messages: executed.errors.map(({ message }) => message), loads }
}

test('A key that the home does not know is null, or left out of a list of non-null items', async () => {
  const team = { some: [1, 9, '2'], all: [9, 2, 8, 2], rows: [[9], [1, 9]], lead: 1, deputy: 7 }
  expect(await ask('{ team { some { id } all { id } rows { id } lead { id } deputy { id } } }', team)).toEqual({
    data: {
      team: {
        some: [{ id: '1' }, null, { id: '2' }],
        all: [{ id: '2' }, { id: '2' }],
        rows: [[], [{ id: '1' }]],
        lead: { id: '1' },
        deputy: null,
      },
    },
    messages: [],
    loads: [['User', [1, 9, '2', 8, 7]]],
  })
})

test('A key that the home does not know is an error where there must be an object', async () => {
  expect(await ask('{ team { lead { id } } }', { lead: 9 })).toEqual({
    data: { team: null },
    messages: ['Cannot return null for non-nullable field Team.lead.'],
    loads: [['User', [9]]],
  })
})

test('An object in the place of a key is used as it is, and its own keys are loaded', async () => {
  expect(await ask('{ team { some { name boss { name } } } }', { some: [{ name: 'Ann', boss: 2 }, 3] })).toEqual({
    data: {
      team: {
        some: [
          { name: 'Ann', boss: { name: 'User 2' } },
          { name: 'User 3', boss: { name: 'User 1' } },
        ],
      },
    },
    messages: [],
    loads: [
      ['User', [3]],
      ['User', [2, 1]],
    ],
  })
})

test('A home that fails is one error in each position of its keys', async () => {
  expect(await ask('{ team { guest { id } again: guest { id } } }', { guest: 1 })).toEqual({
    data: { team: { guest: null, again: null } },
    messages: ['It is down.', 'It is down.'],
    loads: [['Guest', [1]]],
  })
})

test('A null key makes no call: it answers null, or an empty list', async () => {
  expect(await ask('{ team { lead { id } tasks { title } score } }', { id: null, lead: 1 })).toEqual({
    data: { team: { lead: { id: '1' }, tasks: [], score: null } },
    messages: [],
    loads: [['User', [1]]],
  })
})
