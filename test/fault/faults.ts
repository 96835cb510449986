import type { Random } from '../execute/random.ts'
import type { Fault, Judge } from '../support/link.ts'

/** How a network or a server fails; `refuse` is the proxy's own. */
export const FAULTS = {
  refuse: () => passing,
  /** The server hears all, and answers in vain. */
  'reset before headers': () => link => (said, by) => (by === 'client' ? link.forward(said, by) : link.reset()),
  'reset mid-body': random => link => (said, by) => {
    link.forward(by === 'client' ? said : partOf(said, random), by)
    if (by === 'server') link.reset()
  },
  'cut mid-body': random => link => (said, by) => {
    link.forward(by === 'client' ? said : partOf(said, random), by)
    if (by === 'server') link.cut()
  },
  /** The server never hears it. */
  'cut before': () => link => (said, by) => (by === 'server' ? link.forward(said, by) : link.cut()),
  delay: random => link => async (said, by) => {
    await link.wait(random.int(5, 60))
    link.forward(said, by)
  },
  /** Longer than a source's timeout, for some. */
  stall: random => link => async (said, by) => {
    await link.wait(random.int(200, 900))
    link.forward(said, by)
  },
  trickle: random => link => async (said, by) => {
    const size = random.int(1, 64)
    for (let at = 0; at < said.length; at += size) {
      link.forward(said.subarray(at, at + size), by)
      await link.wait(3)
    }
  },
  /** Connections that were used are closed when the next request may be on its way. */
  'slow close': random => link => (said, by) => {
    link.forward(said, by)
    if (by === 'server') void link.wait(random.int(0, 15)).then(() => link.cut())
  },
  /** Nothing comes through until it is over; then all of it, as TCP sends again what was lost. */
  'black hole': () => link => async (said, by) => {
    await link.relief()
    link.forward(said, by)
  },
} as const satisfies Record<string, (random: Random) => Fault>

export type FaultName = keyof typeof FAULTS

/** A fault that befalls only a share of what is said, drawn anew each time. */
export function sometimes(random: Random, share: number, fault: Fault): Fault {
  return link => {
    const judge = fault(link)
    return (said, by) => (random.chance(share) ? judge(said, by) : link.forward(said, by))
  }
}

/** Tells what clients say, whatever befalls it. */
export function listening(onSaid: (said: Buffer) => void, fault: Fault = passing): Fault {
  return link => {
    const judge = fault(link)
    return (said, by) => {
      if (by === 'client') onSaid(said)
      return judge(said, by)
    }
  }
}

const passing: Fault =
  (link): Judge =>
  (said, by) =>
    link.forward(said, by)

function partOf(said: Buffer, random: Random): Buffer {
  return said.subarray(0, random.int(1, Math.max(1, said.length - 1)))
}
