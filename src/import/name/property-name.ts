import { camelCase } from './case.ts'
import { wordsOf } from './words.ts'

/**
 * The words of a property, parameter or value. Signs are some, where they tell `+1` from `-1`, `size--1` from `size-1` and
 * `-created` from `created`.
 */
export function wordsOfProperty(name: string): string[] {
  return wordsOf(
    name.replace(/(?<![\p{L}\p{N}])\+(?=\d)/gu, 'plus ').replace(/^-(?=\w)|(?<=[^\p{L}\p{N}])-(?=\d)/gu, ' minus '),
  )
}

export function fieldNameOf(name: string, fallback: string): string {
  return camelCase(wordsOfProperty(name)) || fallback
}
