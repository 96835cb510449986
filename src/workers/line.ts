import type { Worker } from 'node:cluster'
import type { Readiness } from '../edge/server/readiness.ts'
import type { Gateway } from '../gateway.ts'

/** What a worker tells the process that started it, once it serves. */
export type Serving = Pick<Gateway, 'url' | 'sources' | 'exampleQuery'>

type Message =
  | { readonly kind: 'serving'; readonly serving: Serving }
  | { readonly kind: 'ask'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly readiness: Readiness }

interface LineOptions {
  /** How ready this end is. */
  readonly readiness: () => Readiness | Promise<Readiness>
  readonly onServing?: (serving: Serving) => void
}

/** How long the other end may take to answer, in milliseconds: one whose event loop is held does not. */
const PATIENCE = 1_000

/** Between a worker and the process that started it; both ends ask each other how ready they are. */
export class Line {
  readonly #end: Worker
  readonly #asked = new Map<number, (readiness: Readiness) => void>()
  #lastId = 0

  constructor(end: Worker, { readiness, onServing }: LineOptions) {
    this.#end = end
    end.on('message', async (message: Message) => {
      if (message.kind === 'serving') onServing?.(message.serving)
      if (message.kind === 'ask') this.#send({ kind: 'answer', id: message.id, readiness: await readiness() })
      if (message.kind === 'answer') this.#asked.get(message.id)?.(message.readiness)
    })
  }

  tellServing(serving: Serving): void {
    this.#send({ kind: 'serving', serving })
  }

  /** How ready the other end is; undefined if it does not say so in time. */
  async ask(): Promise<Readiness | undefined> {
    const id = ++this.#lastId
    const { promise, resolve } = Promise.withResolvers<Readiness | undefined>()
    const timer = setTimeout(resolve, PATIENCE)
    this.#asked.set(id, resolve)
    this.#send({ kind: 'ask', id })
    const readiness = await promise
    clearTimeout(timer)
    this.#asked.delete(id)
    return readiness
  }

  #send(message: Message): void {
    // One that has ended hears nothing, and its end is told elsewhere.
    this.#end.send(message, () => undefined)
  }
}
