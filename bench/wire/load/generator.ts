import { readFile } from 'node:fs/promises'
import { percentile } from '../../statistics.ts'
import { differences } from '../differences.ts'
import type { Body, Load, LoadResult } from './load.ts'
import { PostClient } from './post-client.ts'

/** A process of its own: takes a Load as its argument, and prints a LoadResult. */
const load: Load = JSON.parse(process.argv[2] ?? '')
const { shape, seconds } = load
const bodies: Body[] = JSON.parse(await readFile(load.bodiesPath, 'utf8'))
const expected = await readFile(load.answerPath)
const times: number[] = []
let requests = 0
let failures = 0
let known: Buffer | undefined

const begin = performance.now()
if (shape.kind === 'rate') await runAtRate(shape.perSecond, seconds * shape.stretch)
else await runLoop(shape.connections)
const result: LoadResult = {
  requests,
  rate: (requests * 1_000) / (performance.now() - begin),
  failures,
  p50: percentile(times, 50),
  p99: percentile(times, 99),
}
console.log(JSON.stringify(result))

/** Times are taken from the moment at which a request was due, not at which it got away. */
async function runAtRate(perSecond: number, duration: number): Promise<void> {
  await using client = new PostClient(load.url, load.sharing, 1_000)
  const underWay: Promise<void>[] = []
  const count = Math.round(perSecond * duration)
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setInterval(() => {
    const due = Math.min(count, Math.floor(((performance.now() - begin) * perSecond) / 1_000))
    while (underWay.length < due) {
      const body = bodies[underWay.length % bodies.length]
      if (body) underWay.push(ask(client, body, begin + (underWay.length * 1_000) / perSecond))
    }
    if (due === count) resolve()
  }, 1)
  await promise
  clearInterval(timer)
  await Promise.all(underWay)
}

/** All connections open at once, and each asks again as soon as it has its answer. */
async function runLoop(connections: number): Promise<void> {
  await using client = new PostClient(load.url, load.sharing, connections)
  const [body] = bodies
  if (!body) throw new Error('there is no body to post')
  const end = begin + seconds * 1_000
  const loop = async () => {
    while (performance.now() < end) await ask(client, body, performance.now(), isExpected)
  }
  await Promise.all(Array.from({ length: connections }, loop))
}

async function ask(
  client: PostClient,
  { text, timed }: Body,
  start: number,
  isRight: (answer: Buffer) => boolean = () => true,
): Promise<void> {
  const answer = await client.post(text).catch(() => undefined)
  requests++
  if (timed) times.push(performance.now() - start)
  if (answer?.status !== 200 || !isRight(answer.body)) failures++
}

/** Parses only bytes that were not seen before. */
function isExpected(answer: Buffer): boolean {
  if (known?.equals(answer)) return true
  if (differences(JSON.parse(expected.toString()), JSON.parse(answer.toString())).length > 0) return false
  known = answer
  return true
}
