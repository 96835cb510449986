import { expect, test } from 'vitest'
import { executeOperation } from '../../src/execute/execute-operation.ts'
import { Loaders } from '../../src/load/loaders.ts'
import { callContext } from '../support/call-context.ts'
import { planText } from './compile-plan.ts'
import { MemorySource } from './memory-source.ts'
import { PEOPLE_ANSWERS, people } from './people.ts'

/** Executes with a signal, aborted when a binding is asked. */
async function abortedAt(coordinate: string, text: string) {
  const aborting = new AbortController()
  const source = new MemorySource(
    (asked, [id], { args }) => PEOPLE_ANSWERS[asked]?.(id, args),
    async call => {
      if (call.coordinate === coordinate) aborting.abort(new Error('the client has gone'))
    },
  )
  if (coordinate === '') aborting.abort(new Error('the client has gone'))
  const { signal } = aborting
  const loaders = new Loaders(new Map([['api', source]]), callContext({ signal }), 'taken')
  const result = async () => await executeOperation(planText(people, text), { variables: {}, loaders, signal })
  const reason = await result().catch((error: unknown) => error)
  return { reason, asked: source.calls.map(call => call.coordinate) }
}

test('An operation whose signal is aborted rejects with its reason, and asks nothing more', async () => {
  const reason = new Error('the client has gone')
  const query = '{ people { friend { pets { name } } } }'
  expect(await abortedAt('', query)).toEqual({ reason, asked: [] })
  expect(await abortedAt('Query.people', query)).toEqual({ reason, asked: ['Query.people'] })
  expect(await abortedAt('Person', query)).toEqual({ reason, asked: ['Query.people', 'Person'] })
})

test('A mutation that is aborted begins no other root field', async () => {
  const mutation = 'mutation { rename(id: "1", name: "Ann") { name } forget(id: "1") }'
  const reason = new Error('the client has gone')
  expect(await abortedAt('Mutation.rename', mutation)).toEqual({ reason, asked: ['Mutation.rename'] })
})
