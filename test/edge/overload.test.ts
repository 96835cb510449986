import { describe, expect, test } from 'vitest'
import { Overload } from '../../src/edge/server/overload.ts'
import { startTestGateway } from '../support/gateway.ts'

/** A clock whose turns come when the test says. */
function createClock() {
  let now = 0
  let turn: (() => void) | undefined
  return {
    now: () => now,
    every(_interval: number, next: () => void) {
      turn = next
      return () => {
        turn = undefined
      }
    },
    /** Whether turns are asked for. */
    isAsked: () => turn !== undefined,
    /** The next turn comes late. */
    late(milliseconds: number) {
      now += 100 + milliseconds
      turn?.()
    },
  }
}

describe('Overload', () => {
  const changes: (readonly [boolean, number])[] = []
  const create = () => {
    changes.length = 0
    const clock = createClock()
    return { clock, overload: new Overload(500, (...change) => changes.push(change), clock) }
  }

  test('is there behind three turns in a row that came too late, and until one comes in time', () => {
    const { clock, overload } = create()
    const states = [501, 600, 700, 800, 500, 501, 501].map(delay => {
      clock.late(delay)
      return overload.isThere
    })
    expect(states).toEqual([false, false, true, true, false, false, false])
    expect(changes).toEqual([
      [true, 700],
      [false, 500],
    ])
  })

  test('is not there behind one long piece of work, nor behind several with turns between them', () => {
    const { clock, overload } = create()
    for (const delay of [60_000, 0, 5_000, 5_000, 3, 5_000]) {
      clock.late(delay)
      expect(overload.isThere).toBe(false)
    }
  })

  test('asks for no turns when it has been disposed', () => {
    const { clock, overload } = create()
    overload[Symbol.dispose]()
    expect(clock.isAsked()).toBe(false)
  })
})

/** Holds the event loop for a while at each of its turns, as too many requests do. */
function holdLoop(milliseconds: number): Disposable {
  let isHeld = true
  const hold = () => {
    const end = performance.now() + milliseconds
    while (performance.now() < end) {}
    if (isHeld) setImmediate(hold)
  }
  hold()
  return {
    [Symbol.dispose]: () => {
      isHeld = false
    },
  }
}

test('A gateway with more to do than it can refuses requests, tells so once, and takes them again', async () => {
  await using gateway = await startTestGateway({
    schema:
      'extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" }) type Query { a: Int @http(GET: "/a") }',
    config: { maxLoopDelay: 50 },
  })
  const ask = () => gateway.query('{ __typename }')
  const until = async (status: number) => {
    let answer = await ask()
    while (answer.status !== status) answer = await ask()
    return answer
  }
  expect(await ask()).toMatchObject({ status: 200 })
  {
    using _held = holdLoop(200)
    const { headers, body } = await until(503)
    expect(headers.get('retry-after')).toBe('1')
    expect(body).toEqual({
      errors: [
        {
          message: 'The gateway has more to do than it can. Try again in a moment.',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    })
    const health = await fetch(`${gateway.url}/health`)
    expect(health.status).toBe(200)
  }
  await until(200)
  const lines = gateway.log.filter(({ delay }) => delay !== undefined).map(({ msg }) => msg)
  expect(lines.slice(0, 2)).toEqual([
    'there is more to do than can be done: requests are refused for now',
    'requests are taken again',
  ])
})
