import { Random } from '../execute/random.ts'
import type { FaultProxy } from '../support/fault-proxy.ts'
import type { Fault } from '../support/link.ts'
import { FAULTS, type FaultName, listening, sometimes } from './faults.ts'
import { SOURCES, type SourceName } from './schema.ts'

/** A way to a source, and what it is told of the calls on it. */
export interface Way {
  readonly proxy: FaultProxy
  onSaid(said: Buffer): void
}

export interface NemesisOptions {
  readonly seed: number
  readonly ways: Readonly<Record<SourceName, Way>>
  /** Resolves after so many operations more, or where the round ends. */
  progress(operations: number): Promise<void>
  readonly ended: () => boolean
  /** Resolves once a source answers in full again. */
  recovered(source: SourceName): Promise<void>
  onFault(name: FaultName, source: SourceName): void
}

/** Lets ways fail, one or two at a time, for as long as the round goes on; in the end all are whole. */
export async function runNemesis(options: NemesisOptions): Promise<void> {
  const { seed, ways, progress, ended, recovered, onFault } = options
  const random = new Random(seed, 1)
  const names = Object.keys(FAULTS) as FaultName[]
  while (!ended()) {
    const sources = random.sample(SOURCES, random.chance(0.3) ? 2 : 1)
    const faults = sources.map(source => ({ source, name: random.pick(names), share: random.pick([0.05, 0.3, 1]) }))
    for (const { source, name, share } of faults) {
      onFault(name, source)
      if (name === 'refuse') await ways[source].proxy.stop()
      else breakWay(ways[source], sometimes(random, share, FAULTS[name](random)))
    }
    await progress(random.int(10, 80))
    for (const { source, name } of faults) {
      if (name === 'refuse') await ways[source].proxy.start()
      healWay(ways[source])
    }
    await Promise.all(sources.map(recovered))
    await progress(random.int(5, 40))
  }
}

/** A way on which nothing fails. */
export function healWay({ proxy, onSaid }: Way): void {
  proxy.fault = listening(onSaid)
}

export function breakWay({ proxy, onSaid }: Way, fault: Fault): void {
  proxy.fault = listening(onSaid, fault)
}
