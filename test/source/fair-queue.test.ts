import '../support/seed.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FairQueue, type Place } from '../../src/source/fair-queue.ts'

const REQUESTS = 4
const requests = Array.from({ length: REQUESTS }, (_, request) => ({ request }))

/** What happens to a queue; `nth` is one of those that wait, by their age. */
type Step =
  | { readonly kind: 'arrive'; readonly request: number }
  | { readonly kind: 'join'; readonly request: number; readonly nth: number }
  | { readonly kind: 'leave'; readonly nth: number }
  | { readonly kind: 'serve' }

const request = fc.nat(REQUESTS - 1)
const nth = fc.nat(30)
const arrive = fc.record({ kind: fc.constant('arrive' as const), request })
const join = fc.record({ kind: fc.constant('join' as const), request, nth })
const leave = fc.record({ kind: fc.constant('leave' as const), nth })
const serve = fc.record({ kind: fc.constant('serve' as const) })

function stepsOf(...others: fc.Arbitrary<Step>[]): fc.Arbitrary<Step[]> {
  const often = [arrive, serve].map((arbitrary: fc.Arbitrary<Step>) => ({ arbitrary, weight: 3 }))
  return fc.array(fc.oneof(...often, ...others), { maxLength: 150 })
}

interface Told {
  readonly what: 'served' | 'failed' | 'refused'
  readonly id: number
}

interface Waiter {
  readonly id: number
  fail(): void
}

/** A queue whose waiters have numbers in the order in which they come. */
class Player {
  readonly waiting = new Map<number, Place<Waiter>>()
  readonly #queue: FairQueue<Waiter>
  readonly #maxWaiting: number
  #ids = 0
  #told: Told[] = []

  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting
    this.#queue = new FairQueue({ maxWaiting, refuse: () => new Error('full') })
  }

  /** Whom a step is about. */
  idOf(step: Step): number | undefined {
    if (step.kind === 'arrive') return this.#ids
    return 'nth' in step ? [...this.waiting.keys()][step.nth] : undefined
  }

  /** What has become of whom. */
  do(step: Step): readonly Told[] {
    this.#told = []
    const place = 'nth' in step ? [...this.waiting.values()][step.nth] : undefined
    if (step.kind === 'arrive') this.#arrive(requests[step.request] as object)
    else if (step.kind === 'join' && place) this.#queue.join(requests[step.request] as object, place)
    else if (step.kind === 'leave' && place) {
      expect([this.#queue.delete(place), this.#queue.delete(place)]).toEqual([true, false])
      this.waiting.delete(place.waiter.id)
    } else if (step.kind === 'serve') {
      const served = this.#queue.shift()
      if (served) this.#tell('served', served.id)
    }
    expect(this.#queue.size).toBe(this.waiting.size)
    expect(this.#queue.size).toBeLessThanOrEqual(this.#maxWaiting)
    expect(this.#queue.places()).toEqual(new Set(this.waiting.values()))
    return this.#told
  }

  #tell(what: Told['what'], id: number): void {
    this.waiting.delete(id)
    this.#told.push({ what, id })
  }

  #arrive(of: object): void {
    const id = this.#ids++
    try {
      this.#queue.admit(of)
    } catch {
      this.#tell('refused', id)
      return
    }
    this.waiting.set(id, this.#queue.push(of, { id, fail: () => this.#tell('failed', id) }))
  }
}

/** The lines of a queue as they should be, in the order of their turns. */
class Lines {
  #lines: { readonly request: number; readonly ids: readonly number[] }[] = []

  of(request: number): readonly number[] {
    return this.#lines.find(line => line.request === request)?.ids ?? []
  }

  stand(request: number, id: number): void {
    const ids = this.of(request)
    if (ids.length === 0) this.#lines.push({ request, ids: [id] })
    else if (!ids.includes(id))
      this.#lines = this.#lines.map(line => (line.request === request ? { request, ids: [...ids, id] } : line))
  }

  remove(id: number): void {
    this.#lines = this.#lines
      .map(line => ({ ...line, ids: line.ids.filter(each => each !== id) }))
      .filter(({ ids }) => ids.length > 0)
  }

  serve(): number | undefined {
    const [first, ...others] = this.#lines
    if (!first) return undefined
    this.#lines = [...others, first]
    const [id] = first.ids
    this.remove(id as number)
    return id
  }
}

test('Requests are served in turn, each in its own order, and what several wait for with the first of them', () => {
  const property = fc.property(stepsOf(join, leave), steps => {
    const player = new Player(Number.POSITIVE_INFINITY)
    const lines = new Lines()
    for (const step of steps) {
      const id = player.idOf(step)
      const told = player.do(step)
      if ((step.kind === 'arrive' || step.kind === 'join') && id !== undefined) lines.stand(step.request, id)
      if (step.kind === 'leave' && id !== undefined) lines.remove(id)
      const served = step.kind === 'serve' ? lines.serve() : undefined
      expect(told).toEqual(served === undefined ? [] : [{ what: 'served', id: served }])
    }
  })
  fc.assert(property, { numRuns: 500 })
})

test('A request that waits sees each other one served once at most, whatever they ask for', () => {
  const property = fc.property(stepsOf(leave), steps => {
    const player = new Player(Number.POSITIVE_INFINITY)
    const lines = new Lines()
    const owners: number[] = []
    /** How often the others were served since a request began to wait, or was served itself. */
    const seen = requests.map(() => requests.map(() => 0))
    for (const step of [...steps, ...steps.map(() => ({ kind: 'serve' as const }))]) {
      const id = player.idOf(step)
      const told = player.do(step)
      if (step.kind === 'arrive') {
        if (lines.of(step.request).length === 0) seen[step.request]?.fill(0)
        owners.push(step.request)
        lines.stand(step.request, id as number)
      }
      if (step.kind === 'leave' && id !== undefined) lines.remove(id)
      for (const { id } of told) {
        const owner = owners[id] as number
        expect(lines.of(owner)[0]).toBe(id)
        lines.remove(id)
        seen[owner]?.fill(0)
        for (const [other, counts] of seen.entries())
          if (other !== owner && lines.of(other).length > 0) {
            counts[owner] = (counts[owner] ?? 0) + 1
            expect(counts[owner]).toBe(1)
          }
      }
    }
    expect(player.waiting.size).toBe(0)
  })
  fc.assert(property, { numRuns: 500 })
})

test('In a full queue the last one of the longest line gives way to who has fewer, and nobody else is refused', () => {
  const property = fc.property(stepsOf(leave), fc.nat(10), (steps, maxWaiting) => {
    const player = new Player(maxWaiting)
    const lines = new Lines()
    const owners: number[] = []
    const most = () => Math.max(...requests.map(({ request }) => lines.of(request).length))
    for (const step of steps) {
      const id = player.idOf(step)
      const isFull = player.waiting.size === maxWaiting
      const told = player.do(step)
      if (step.kind === 'leave' && id !== undefined) lines.remove(id)
      if (step.kind === 'serve') for (const { id } of told) lines.remove(id)
      if (step.kind !== 'arrive') continue
      owners.push(step.request)
      const own = lines.of(step.request).length
      const gone = told.map(({ what, id }) => [what, owners[id] === step.request ? 'own' : lines.of(owners[id] ?? 0)])
      if (!isFull) expect(told).toEqual([])
      else if (most() > own + 1) {
        expect(gone).toEqual([['failed', expect.objectContaining({ length: most() })]])
        expect(lines.of(owners[told[0]?.id ?? 0] ?? 0).at(-1)).toBe(told[0]?.id)
      } else expect(told).toEqual([{ what: 'refused', id }])
      for (const { id } of told) lines.remove(id)
      if (!told.some(({ what }) => what === 'refused')) lines.stand(step.request, id as number)
    }
  })
  fc.assert(property, { numRuns: 500 })
})

test('A waiter that another request waits for too is not lost where its own line has to give way', () => {
  const player = new Player(3)
  const arrive = (request: number) => player.do({ kind: 'arrive', request })
  for (const _ of [1, 2, 3]) expect(arrive(0)).toEqual([])
  player.do({ kind: 'join', request: 1, nth: 2 })
  expect(arrive(2)).toEqual([{ what: 'failed', id: 1 }])
  expect([1, 2, 3].map(() => player.do({ kind: 'serve' }))).toEqual([
    [{ what: 'served', id: 0 }],
    [{ what: 'served', id: 2 }],
    [{ what: 'served', id: 3 }],
  ])
})
