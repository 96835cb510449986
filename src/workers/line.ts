import type { Worker } from 'node:cluster'
import type { Readiness } from '../edge/server/readiness.ts'
import type { Gateway } from '../gateway.ts'
import type { MetricFamily } from '../observe/metrics/metric-family.ts'

/** What a worker tells the process that started it, once it serves. */
export type Serving = Pick<Gateway, 'url' | 'sources' | 'exampleQuery'>

/** What both ends ask each other. */
export interface Told {
  /** How ready the end is. */
  readonly readiness: Readiness
  /** What it has counted. */
  readonly metrics: readonly MetricFamily[]
}

/** How an end tells what it is asked. */
export type Telling = { readonly [what in keyof Told]: () => Told[what] | Promise<Told[what]> }

type Message =
  | { readonly kind: 'serving'; readonly serving: Serving }
  | { readonly kind: 'ask'; readonly id: number; readonly what: keyof Told }
  | { readonly kind: 'answer'; readonly id: number; readonly told: Told[keyof Told] }

interface LineOptions {
  readonly tell: Telling
  readonly onServing?: (serving: Serving) => void
}

/** How long the other end may take to answer, in milliseconds: one whose event loop is held does not. */
const PATIENCE = 1_000

/** Between a worker and the process that started it; both ends ask each other how they do. */
export class Line {
  readonly #end: Worker
  readonly #asked = new Map<number, (told: Told[keyof Told]) => void>()
  #lastId = 0

  constructor(end: Worker, { tell, onServing }: LineOptions) {
    this.#end = end
    end.on('message', async (message: Message) => {
      if (message.kind === 'serving') onServing?.(message.serving)
      if (message.kind === 'ask') this.#send({ kind: 'answer', id: message.id, told: await tell[message.what]() })
      if (message.kind === 'answer') this.#asked.get(message.id)?.(message.told)
    })
  }

  tellServing(serving: Serving): void {
    this.#send({ kind: 'serving', serving })
  }

  /** What the other end tells; undefined if it does not do so in time. */
  async ask<W extends keyof Told>(what: W): Promise<Told[W] | undefined> {
    const id = ++this.#lastId
    const { promise, resolve } = Promise.withResolvers<Told[keyof Told] | undefined>()
    const timer = setTimeout(resolve, PATIENCE)
    this.#asked.set(id, resolve)
    this.#send({ kind: 'ask', id, what })
    const told = await promise
    clearTimeout(timer)
    this.#asked.delete(id)
    return told as Told[W] | undefined
  }

  #send(message: Message): void {
    // One that has ended hears nothing, and its end is told elsewhere.
    this.#end.send(message, () => undefined)
  }
}
