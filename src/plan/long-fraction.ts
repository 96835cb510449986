/** A number of a client's JSON with more digits than a double keeps; no scalar but Decimal takes them all. */
export class LongFraction {
  /** The number as it was written, without an exponent: `12345678901234567890.123456789`. */
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
