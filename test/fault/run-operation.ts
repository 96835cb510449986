import { count } from '../support/counts.ts'
import { countCalls } from './count-calls.ts'
import { type Answer, findBlamed, findStrangers, findWrongs } from './invariants.ts'
import type { Ledger } from './ledger.ts'
import type { LoopClock } from './loop-clock.ts'
import { type Operation, printOperation } from './operations.ts'
import { fullAnswer } from './oracle.ts'
import type { Report } from './report.ts'
import { BUDGET } from './schema.ts'
import type { Trouble } from './trouble.ts'
import type { World } from './world.ts'

/** What a round goes on in, and what is written down of it. */
export interface Scene {
  readonly world: World
  readonly clock: LoopClock
  readonly report: Report
  readonly ledger: Ledger
  readonly trouble: Trouble
}

/** What an answer may be late by, in milliseconds of the loop's clock. */
const GRACE = 250

/** Runs an operation, and holds its answer against all that is promised of an answer. */
export async function runOperation(scene: Scene, operation: Operation): Promise<void> {
  const { client } = scene.world
  const request = printOperation(operation)
  const lateness = startStopwatch(scene)
  const well = scene.trouble.watch()
  const { leavesAfter } = operation
  const leave = leavesAfter === undefined ? undefined : AbortSignal.timeout(leavesAfter)
  const text = await client.ask(request, headersOf(operation.client), leave).catch((error: Error) => error)
  const wrongs = text instanceof Error ? noteLeft(scene, operation, text) : noteAnswer(scene, operation, text, well())
  const late = lateness()
  if (late > GRACE) wrongs.push(`${late} ms late`)
  scene.report.addWrongs(wrongs, `${operation.client}: ${request.query} ${JSON.stringify(request.variables)}`)
}

/** Who a client says it is. */
export function headersOf(client: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${client}`, 'x-user': client }
}

/** Tells how late it is, beyond the budget. */
function startStopwatch({ clock, report }: Scene): () => number {
  const [start, startByWall] = [clock.now(), performance.now()]
  return () => {
    const late = clock.now() - start - BUDGET
    report.maxLateness = Math.max(report.maxLateness, late)
    report.maxWallLateness = Math.max(report.maxWallLateness, performance.now() - startByWall - BUDGET)
    return late
  }
}

function noteLeft({ report, ledger }: Scene, operation: Operation, error: Error): string[] {
  report.left++
  report.addCalls(countCalls(operation, { data: fullAnswer(operation) }))
  ledger.enter(operation)
  return operation.leavesAfter === undefined ? [`no answer: ${error.message}`] : []
}

function noteAnswer(
  { report, ledger }: Scene,
  operation: Operation,
  text: string,
  well: ReadonlySet<string>,
): string[] {
  const answer = JSON.parse(text) as Answer
  const { errors = [] } = answer
  if (errors.length > 0) report.partial++
  else report.full++
  for (const { extensions: { code, source, reason } = {} } of errors)
    count(report.errors, `${source} ${reason ?? code}`)
  report.addCalls(countCalls(operation, answer))
  ledger.enter(operation, answer)
  return [
    ...findWrongs(fullAnswer(operation), answer),
    ...findStrangers(text, operation.client),
    ...findBlamed(errors, well),
  ]
}
