import { camelCase } from './case.ts'
import { wordsOf } from './words.ts'

/** The words of a property or parameter; the signs of `+1` and `-1` are some. */
export function wordsOfProperty(name: string): string[] {
  return wordsOf(name.replace(/^\+(?=\d)/, 'plus ').replace(/^-(?=\d)/, 'minus '))
}

export function fieldNameOf(name: string, fallback: string): string {
  return camelCase(wordsOfProperty(name)) || fallback
}
