import { createHook } from 'node:async_hooks'
import { expect, test, vi } from 'vitest'
import { planText } from './compile-plan.ts'
import { HeldSource } from './held-source.ts'
import { type Answer, MemorySource } from './memory-source.ts'
import { askEngine } from './outcome.ts'
import { PEOPLE_ANSWERS, people } from './people.ts'

const answer: Answer = (coordinate, [id], { args }) => PEOPLE_ANSWERS[coordinate]?.(id, args)

const plans = planText(people, '{ people { pets { owner { name } } letters { from { friend { name } } } } }')

const DATA = JSON.stringify({
  people: [
    { pets: [{ owner: { name: 'Person 1' } }], letters: [{ from: { friend: { name: 'Person 3' } } }] },
    { pets: [{ owner: { name: 'Person 2' } }], letters: [{ from: { friend: { name: 'Person 4' } } }] },
  ],
})

test('A fast branch never waits for a slow one', async () => {
  const source = new HeldSource(answer)
  const result = askEngine(plans, { sources: new Map([['api', source]]) })
  const root = await source.next('Query.people')
  root.release()
  const slow = await source.next('Person.pets')
  const fast = await source.next('Person.letters')
  fast.release()
  const senders = await source.next('Person')
  expect(senders.keys).toEqual([[2], [3]])
  senders.release()
  // Person 3 is known by now.
  const friends = await source.next('Person')
  expect(friends.keys).toEqual([[4]])
  friends.release()

  slow.release()
  const owners = await source.next('Person')
  expect(owners.keys).toEqual([['1']])
  owners.release()
  expect(await result).toEqual({ data: DATA, errors: [] })
  expect(source.calls).toHaveLength(6)
})

test('What has arrived in the same turn asks together', async () => {
  const source = new HeldSource(answer)
  const result = askEngine(plans, { sources: new Map([['api', source]]) })
  const root = await source.next('Query.people')
  root.release()
  const [pets, letters] = [await source.next('Person.pets'), await source.next('Person.letters')]
  pets.release()
  letters.release()
  const both = await source.next('Person')
  expect(both.keys).toEqual([['1'], ['2'], [3]])
  both.release()
  const friends = await source.next('Person')
  friends.release()
  expect(await result).toEqual({ data: DATA, errors: [] })
  expect(source.calls).toHaveLength(5)
})

test('Nothing waits for a timer or for the event loop', async () => {
  const scheduled: string[] = []
  const hook = createHook({ init: (_, type) => void (WAITS.includes(type) && scheduled.push(type)) })
  const source = new MemorySource(answer)
  // However busy the machine is, the slice of the event loop is not over.
  using clock = vi.spyOn(performance, 'now')
  clock.mockReturnValue(performance.now())
  let data: string | undefined
  hook.enable()
  askEngine(plans, { sources: new Map([['api', source]]) }).then(result => {
    hook.disable()
    data = result.data
  })
  await new Promise(setImmediate)
  expect(data).toBe(DATA)
  // The test's own.
  expect(scheduled).toEqual(['Immediate'])
})

const WAITS = ['Timeout', 'Immediate', 'TickObject']
