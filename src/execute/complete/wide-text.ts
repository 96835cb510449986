const WIDE = /[\u0100-\uffff]/

/**
 * Whether text has a character beyond Latin-1. V8 keeps all other text as one byte a character, mostly, and knows of that, without a look,
 * that nothing is found.
 */
export function isWide(text: string): boolean {
  return WIDE.test(text)
}
