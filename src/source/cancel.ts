/** What tells work that nobody wants it any more: that of an AbortSignal which is used, so that one may stand here too. */
export interface CancelSignal {
  readonly aborted: boolean
  /** Why; undefined before. */
  readonly reason: unknown
  /** Throws the reason once it is aborted. */
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/**
 * A signal that its owner aborts, as an AbortController does (DOM standard, 3.1), for a fraction of its cost: every request
 * and every call has one. Listeners are told once, in the order in which they came, and must not throw; each is added once.
 */
export class CancelSource implements CancelSignal {
  aborted = false
  reason: unknown = undefined
  /** One is nearly always enough. */
  private first: (() => void) | undefined
  /**
   * No Set: where listeners come and go all the time, as at a source's own signal, the tables that one has outgrown keep them. The
   * first to come is mostly the first to go.
   */
  private more: (() => void)[] | undefined

  abort(reason: unknown = new DOMException('This operation was aborted', 'AbortError')): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    const { first, more } = this
    this.first = undefined
    this.more = undefined
    first?.()
    for (const listener of more ?? []) listener()
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (this.aborted) return
    if (!this.first && !this.more) this.first = listener
    else {
      this.more ??= []
      this.more.push(listener)
    }
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    if (this.first === listener) this.first = undefined
    else if (this.more) removeFrom(this.more, listener)
  }
}

function removeFrom(listeners: (() => void)[], listener: () => void): void {
  const at = listeners.indexOf(listener)
  if (at === 0) listeners.shift()
  else if (at > 0) listeners.splice(at, 1)
}
