import { jsonSteps } from '../../src/source/json-steps.ts'
import { jsonWeight } from '../../src/source/json-weight.ts'
import { atOnce } from '../../src/source/slices.ts'
import { SHAPES, type Shape } from './json-shapes.ts'

/** What the values of a text take in memory, read at once and in steps, and what they are taken for; in bytes. */
export interface Weighed {
  readonly name: string
  readonly length: number
  readonly taken: readonly number[]
  readonly weight: number
}

const LENGTH = 200_000

function heapUsed(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

function weigh({ name, make }: Shape): Weighed {
  const taken = [JSON.parse, (text: string) => atOnce(jsonSteps(text))].map(read => {
    const kept: unknown[] = [make(LENGTH)]
    const before = heapUsed()
    // The text is no longer needed, and what is taken for it is counted with the values.
    kept[1] = read(kept[0] as string)
    return heapUsed() - before
  })
  const text = make(LENGTH)
  return { name, length: text.length, taken, weight: atOnce(jsonWeight(text)) }
}

// A process of its own, with --expose-gc: each value is all that it has made.
process.stdout.write(JSON.stringify(SHAPES.map(weigh)))
