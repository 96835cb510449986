import { setTimeout } from 'node:timers/promises'
import { Random } from '../../test/execute/random.ts'
import type { Client } from '../../test/fault/client.ts'
import { percentile } from '../statistics.ts'

const CLIENTS = 50
/** The longest that a client waits before its next operation, in milliseconds: the machine shall not be the bottleneck. */
const LONGEST_PAUSE = 600
/** The share of the operations that ask the third source too. */
const ALL_SHARE = 0.5
const HEALTHY = '{ users { id name } orders { id user { name } } }'
const ALL = '{ users { id name } orders { id user { name } } prices { id amount } }'

/** What clients saw, in one round or several. */
export class Load {
  /** Milliseconds of the operations that ask only the healthy sources, and of those that ask all three. */
  readonly #healthy: number[] = []
  readonly #all: number[] = []
  #whole = 0
  #third = 0

  /** Lets 50 clients ask. */
  async run(client: Client, milliseconds: number, seed: number): Promise<void> {
    const start = performance.now()
    const ask = async (random: Random) => {
      while (performance.now() - start < milliseconds) {
        await setTimeout(random.int(0, LONGEST_PAUSE))
        await this.#askOnce(client, random.chance(ALL_SHARE))
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, (_, at) => ask(new Random(seed, at))))
  }

  get operations(): number {
    return this.#healthy.length + this.#all.length
  }

  /** The share of the answers in which all fields of the healthy sources were whole. */
  get healthyAnswers(): number {
    return this.#whole / this.operations
  }

  /** The share of the fields of the third source that were answered. */
  get thirdAnswers(): number {
    return this.#third / this.#all.length
  }

  /** Milliseconds of the operations that ask only healthy sources. */
  healthyTime(percent: number): number {
    return percentile(this.#healthy, percent)
  }

  /** Milliseconds of the operations that ask all three. */
  allTime(percent: number): number {
    return percentile(this.#all, percent)
  }

  async #askOnce(client: Client, all: boolean): Promise<void> {
    const start = performance.now()
    const { data } = JSON.parse(await client.ask({ query: all ? ALL : HEALTHY }, {})) as {
      data: { users: unknown; orders: { user: unknown }[] | null; prices?: unknown }
    }
    const times = all ? this.#all : this.#healthy
    times.push(performance.now() - start)
    if (data.users && data.orders?.every(({ user }) => user)) this.#whole++
    if (data.prices) this.#third++
  }
}
