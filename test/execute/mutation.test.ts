import { expect, test } from 'vitest'
import { planText } from './compile-plan.ts'
import { MemorySource } from './memory-source.ts'
import { askEngine, askGraphqlJs } from './outcome.ts'
import { PEOPLE_ANSWERS, people } from './people.ts'

/** The people's source, and what was asked and answered, in this order. */
function peopleSource() {
  const events: string[] = []
  const source = new MemorySource(
    (coordinate, [id], { args }) => PEOPLE_ANSWERS[coordinate]?.(id, args),
    async ({ coordinate, keys, plan }) => {
      const text = `${coordinate} ${JSON.stringify(keys.length > 1 || keys[0]?.length ? keys.flat() : plan.args)}`
      events.push(`asked ${text}`)
      for (let ticks = 10; ticks > 0; ticks--) await undefined
      events.push(`answered ${text}`)
    },
  )
  return { events, sources: new Map([['api', source]]) }
}

test('A root field of a mutation begins when all below the one before it is there, and asks for all again', async () => {
  const plans = planText(
    people,
    `mutation {
      one: rename(id: "1", name: "Ann") { name friend { name pets { name } } }
      two: rename(id: "1", name: "Bob") { name friend { name } }
    }`,
  )
  const { events, sources } = peopleSource()
  expect(await askEngine(plans, { sources })).toEqual({
    data: '{"one":{"name":"Ann","friend":{"name":"Person 2","pets":[{"name":"Rex 2"}]}},"two":{"name":"Bob","friend":{"name":"Person 2"}}}',
    errors: [],
  })
  expect(events).toEqual([
    'asked Mutation.rename {"id":"1","name":"Ann"}',
    'answered Mutation.rename {"id":"1","name":"Ann"}',
    'asked Person [2]',
    'answered Person [2]',
    'asked Person.pets [2]',
    'answered Person.pets [2]',
    'asked Mutation.rename {"id":"1","name":"Bob"}',
    'answered Mutation.rename {"id":"1","name":"Bob"}',
    'asked Person [2]',
    'answered Person [2]',
  ])
})

test('The root fields after a non-null one that fails are not asked for', async () => {
  const plans = planText(
    people,
    `mutation {
      one: rename(id: "1", name: "Ann") { name }
      forget(id: "1")
      two: rename(id: "1", name: "Bob") { name }
    }`,
  )
  const engine = peopleSource()
  const executed = await askEngine(plans, { sources: engine.sources })
  expect(executed).toEqual({
    data: 'null',
    errors: [
      {
        message: 'Cannot return null for non-nullable field Mutation.forget.',
        path: ['forget'],
        locations: [{ line: 3, column: 7 }],
      },
    ],
  })
  const resolvers = peopleSource()
  expect(await askGraphqlJs(plans, { sources: resolvers.sources })).toEqual(executed)
  expect(engine.events).toEqual(resolvers.events)
  expect(engine.events.at(-1)).toBe('answered Mutation.forget {"id":"1"}')
})
