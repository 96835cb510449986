import { type Link, LinkedList } from './linked-list.ts'

export interface FairQueueOptions {
  /** Most that wait at once. */
  readonly maxWaiting: number
  /** The error for one too many. */
  readonly refuse: () => Error
}

interface Waiter {
  /** It is taken out, as there are too many. */
  fail(error: Error): void
}

/** What waits in a queue, which knows where. */
export interface Place<T> {
  readonly waiter: T
  /** By request; empty once it waits no more. */
  readonly stands: Map<object, Stand<T>>
}

/** A place in the line of one request. */
interface Stand<T> {
  readonly line: Line<T>
  readonly link: Link<Place<T>>
}

/** Those that wait for one request, in the order in which they came. */
interface Line<T> {
  readonly request: object
  readonly places: LinkedList<Place<T>>
  length: number
  turn: Link<Line<T>>
  /** Among the lines of its length. */
  rank: Link<Line<T>>
}

/**
 * A queue in which requests take turns: there is a line for each, first come first served, and the lines are served one
 * after the other. So a request waits for as many others as there are requests, however many waiters one of them has. Every
 * step takes the same time, whatever waits.
 */
export class FairQueue<T extends Waiter> {
  readonly #options: FairQueueOptions
  /** Not a Map, whose outgrown tables hold what has left it (`under-way.ts`). */
  readonly #lines = new WeakMap<object, Line<T>>()
  readonly #turns = new LinkedList<Line<T>>()
  readonly #byLength: LinkedList<Line<T>>[] = []
  #longest = 0
  #size = 0

  constructor(options: FairQueueOptions) {
    this.#options = options
  }

  /** How many wait. */
  get size(): number {
    return this.#size
  }

  /**
   * Lets one more of a request wait. Where as many wait as may, the last one of the longest line fails instead, if that line
   * stays no shorter than the request's own; if not, throws the error for one too many. `served` of those that wait don't count.
   */
  admit(request: object, served = 0): void {
    const { maxWaiting, refuse } = this.#options
    if (this.#size - served < maxWaiting) return
    const last = this.#takeLast(request)
    if (!last) throw refuse()
    last.fail(refuse())
  }

  /** Lets one wait at the end of a request's line. */
  push(request: object, waiter: T): Place<T> {
    const place: Place<T> = { waiter, stands: new Map() }
    this.#size++
    this.#stand(place, request)
    return place
  }

  /** Another request waits for it too: it is served when the turn of the first of them comes. */
  join(request: object, place: Place<T>): void {
    if (place.stands.size > 0 && !place.stands.has(request)) this.#stand(place, request)
  }

  /** Takes it out; false where it waited no more. */
  delete(place: Place<T>): boolean {
    if (place.stands.size === 0) return false
    for (const request of place.stands.keys()) this.#leave(place, request)
    return true
  }

  /** Whether any waits whose request may be served. */
  isWaiting(mayServe: (request: object) => boolean): boolean {
    return this.#next(mayServe) !== undefined
  }

  /** Takes out who is served next; a request that may not be served keeps its turn. */
  shift(mayServe?: (request: object) => boolean): T | undefined {
    const line = this.#next(mayServe)
    const place = line?.places.first
    if (!line || !place) return undefined
    this.delete(place)
    if (line.length > 0) {
      this.#turns.remove(line.turn)
      line.turn = this.#turns.push(line)
    }
    return place.waiter
  }

  /** All that wait, those of each request in their order. */
  places(): Set<Place<T>> {
    return new Set([...this.#turns].flatMap(({ places }) => [...places]))
  }

  #next(mayServe?: (request: object) => boolean): Line<T> | undefined {
    if (!mayServe) return this.#turns.first
    for (const line of this.#turns) if (mayServe(line.request)) return line
    return undefined
  }

  #takeLast(request: object): T | undefined {
    const own = this.#lines.get(request)?.length ?? 0
    while (this.#longest > own + 1) {
      const line = this.#byLength[this.#longest]?.first
      const place = line?.places.last
      if (!line || !place) return undefined
      this.#leave(place, line.request)
      // Else others wait for it too, and it stays in their lines.
      if (place.stands.size === 0) return place.waiter
    }
    return undefined
  }

  #stand(place: Place<T>, request: object): void {
    const line = this.#lines.get(request) ?? this.#open(request)
    place.stands.set(request, { line, link: line.places.push(place) })
    this.#resize(line, 1)
  }

  #leave(place: Place<T>, request: object): void {
    const { line, link } = place.stands.get(request) as Stand<T>
    place.stands.delete(request)
    if (place.stands.size === 0) this.#size--
    line.places.remove(link)
    this.#resize(line, -1)
    if (line.length > 0) return
    this.#turns.remove(line.turn)
    this.#ofLength(0).remove(line.rank)
    this.#lines.delete(request)
  }

  #open(request: object): Line<T> {
    const places = new LinkedList<Place<T>>()
    const line = { request, places, length: 0 } as Line<T>
    line.turn = this.#turns.push(line)
    line.rank = this.#ofLength(0).push(line)
    this.#lines.set(request, line)
    return line
  }

  #resize(line: Line<T>, by: 1 | -1): void {
    this.#ofLength(line.length).remove(line.rank)
    line.length += by
    line.rank = this.#ofLength(line.length).push(line)
    if (line.length > this.#longest) this.#longest = line.length
    else if (!this.#ofLength(this.#longest).first) this.#longest--
  }

  #ofLength(length: number): LinkedList<Line<T>> {
    this.#byLength[length] ??= new LinkedList()
    return this.#byLength[length]
  }
}
