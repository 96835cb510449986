import { differences, type IsSame } from './differences.ts'
import type { Body } from './load/load.ts'
import { PostClient } from './load/post-client.ts'
import type { Server } from './server.ts'
import type { Upstreams } from './upstreams/upstreams.ts'
import type { Workload } from './workloads.ts'

/** A server, and what it is posted. */
export interface Asked {
  readonly server: Server
  readonly bodies: readonly Body[]
}

/** Of the bodies of a workload, so many are compared. */
const COMPARED = 20

/**
 * Asks every server once with each of its bodies; the bytes of the first answer. Throws where an answer is no JSON without
 * errors, where one differs from that of the first server, and where a server keeps the client's Authorization for itself.
 */
export async function compareAnswers(
  workload: Workload,
  asked: readonly Asked[],
  upstreams: Upstreams,
): Promise<Buffer> {
  let first: Buffer | undefined
  for (let at = 0; at < Math.min(COMPARED, workload.operations.length); at++) {
    let reference: { readonly server: Server; readonly json: unknown } | undefined
    for (const { server, bodies } of asked) {
      const text = bodies[at]?.text ?? ''
      const body = await askOnce(server, text, upstreams)
      first ??= body
      const json = dataOf(server, workload, body)
      reference ??= { server, json }
      const different = differences(reference.json, json, samenessOf(workload, server))
      if (different.length > 0)
        throw new Error(
          `${reference.server.contender.name} and ${server.contender.name} answer differently to ${text}\n  ${different.join('\n  ')}`,
        )
    }
  }
  if (!first) throw new Error('there is no server to ask')
  return first
}

function samenessOf({ upstream }: Workload, { contender }: Server): IsSame {
  if (upstream !== 'apis') return isSameValue
  return contender.idsAreNumbers ? isSameText : Object.is
}

function isSameText(a: unknown, b: unknown): boolean {
  const textOf = (value: unknown) => (typeof value === 'number' ? String(value) : value)
  return Object.is(textOf(a), textOf(b))
}

function dataOf({ contender }: Server, { name }: Workload, body: Buffer): unknown {
  const answer: unknown = JSON.parse(body.toString())
  return contender.queries?.[name]?.read?.(answer) ?? answer
}

/**
 * Servers write what databases hold in ways of their own: numbers as numbers or text, times with or without their
 * milliseconds; a cursor is each one's secret.
 */
export const isSameValue: IsSame = (a, b, path) => {
  if (Object.is(a, b)) return true
  if (path.endsWith('endCursor')) return typeof a === 'string' && typeof b === 'string'
  const [x, y] = [pointOf(a), pointOf(b)]
  return x !== undefined && x === y
}

const TIME = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/

function pointOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value === '') return undefined
  const point = TIME.test(value) ? Date.parse(value) : Number(value)
  return Number.isNaN(point) ? undefined : point
}

async function askOnce({ url, contender }: Server, text: string, upstreams: Upstreams): Promise<Buffer> {
  const before = await upstreams.anonymousCalls()
  await using client = new PostClient(url, contender.sharing, 1)
  const { status, body } = await client.post(text)
  const after = await upstreams.anonymousCalls()
  const said = body.toString()
  const errors = status === 200 ? JSON.parse(said).errors : said
  if (errors !== undefined)
    throw new Error(`${contender.name} answers ${status} to ${text}: ${JSON.stringify(errors).slice(0, 500)}`)
  if (contender.sharing === 'unshared' && after > before)
    throw new Error(`${contender.name} keeps the client's Authorization for itself`)
  return body
}
