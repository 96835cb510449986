import { percentile } from '../../statistics.ts'
import { differences } from '../differences.ts'
import type { Body, LoadResult, LoadShape, Sharing } from './load.ts'
import { PostClient } from './post-client.ts'

/** What is asked of whom. */
export interface Generation {
  readonly url: string
  readonly sharing: Sharing
  /** Posted by turns. */
  readonly bodies: readonly Body[]
}

/** So many requests a second for so many seconds. Wrong is an answer with errors. */
export async function generateRate(
  { url, sharing, bodies }: Generation,
  { perSecond }: Extract<LoadShape, { kind: 'rate' }>,
  seconds: number,
): Promise<LoadResult> {
  await using client = new PostClient(url, sharing, 1_000)
  const tally = new Tally(client, answer => !answer.includes('"errors":'))
  const underWay: Promise<void>[] = []
  const count = Math.round(perSecond * seconds)
  const begin = performance.now()
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setInterval(() => {
    const due = Math.min(count, Math.ceil(((performance.now() - begin) * perSecond) / 1_000))
    while (underWay.length < due) {
      const body = bodies[underWay.length % bodies.length]
      // Times are taken from the moment at which a request was due, not at which it got away.
      if (body) underWay.push(tally.ask(body, begin + (underWay.length * 1_000) / perSecond))
    }
    if (due === count) resolve()
  }, 1)
  await promise
  clearInterval(timer)
  await Promise.all(underWay)
  return tally.result(begin)
}

/** All connections at once; each asks for the first body again as soon as it has its answer. Wrong is any other answer than `expected`. */
export async function generateBurst(
  { url, sharing, bodies: [body] }: Generation,
  { connections }: Extract<LoadShape, { kind: 'burst' }>,
  seconds: number,
  expected: Buffer,
): Promise<LoadResult> {
  if (!body) throw new Error('there is no body to post')
  await using client = new PostClient(url, sharing, connections)
  const tally = new Tally(client, sameAs(expected))
  const begin = performance.now()
  const loop = async () => {
    do await tally.ask(body, performance.now())
    while (performance.now() < begin + seconds * 1_000)
  }
  await Promise.all(Array.from({ length: connections }, loop))
  return tally.result(begin)
}

/** Whether an answer is the same JSON. Bytes that were right once are not read again. */
function sameAs(expected: Buffer): (answer: Buffer) => boolean {
  let known = expected
  return answer => {
    if (known.equals(answer)) return true
    if (differences(JSON.parse(expected.toString()), JSON.parse(answer.toString())).length > 0) return false
    known = answer
    return true
  }
}

class Tally {
  readonly #client: PostClient
  readonly #isRight: (answer: Buffer) => boolean
  readonly #times: number[] = []
  #requests = 0
  #failures = 0

  constructor(client: PostClient, isRight: (answer: Buffer) => boolean) {
    this.#client = client
    this.#isRight = isRight
  }

  async ask({ text, timed }: Body, start: number): Promise<void> {
    const answer = await this.#client.post(text).catch(() => undefined)
    if (timed) this.#times.push(performance.now() - start)
    this.#requests++
    if (answer?.status !== 200 || !this.#judge(answer.body)) this.#failures++
  }

  result(begin: number): LoadResult {
    return {
      requests: this.#requests,
      rate: (this.#requests * 1_000) / (performance.now() - begin),
      failures: this.#failures,
      p50: percentile(this.#times, 50),
      p99: percentile(this.#times, 99),
    }
  }

  #judge(answer: Buffer): boolean {
    try {
      return this.#isRight(answer)
    } catch {
      return false
    }
  }
}
