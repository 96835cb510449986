/** Chunks below this length are copied together: each by itself takes some hundred bytes beside its own. */
const SMALL = 1_024
const BLOCK = 16_384

/** Gathers the chunks of a body. It takes little more than their bytes, however small they are. */
export class GatheredBytes {
  /** How many there are. */
  size = 0
  readonly #whole: Uint8Array[] = []
  /** What small chunks have been copied to, and how much of it is used. */
  #block: Buffer | undefined
  #used = 0

  add(chunk: Uint8Array): void {
    this.size += chunk.length
    // The first one is often the only one.
    if (chunk.length >= SMALL || this.size === chunk.length) {
      this.#endBlock()
      this.#whole.push(chunk)
      return
    }
    if (this.#block && this.#used + chunk.length > this.#block.length) this.#endBlock()
    this.#block ??= Buffer.allocUnsafeSlow(BLOCK)
    this.#block.set(chunk, this.#used)
    this.#used += chunk.length
  }

  /** All of them in one. */
  bytes(): Uint8Array {
    this.#endBlock()
    const [only] = this.#whole
    return only && this.#whole.length === 1 ? only : Buffer.concat(this.#whole)
  }

  /** Forgets them. */
  clear(): void {
    this.#whole.length = 0
    this.#block = undefined
    this.#used = 0
  }

  #endBlock(): void {
    if (this.#block) this.#whole.push(this.#block.subarray(0, this.#used))
    this.#block = undefined
    this.#used = 0
  }
}
