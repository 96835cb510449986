import { existsSync, readFileSync } from 'node:fs'
import { isObject } from '../plan/is-object.ts'
import { parseJson } from '../source/json.ts'

/** The object of JSON that a flag gives as a text, or as the path of a file. Throws Error for what is none. */
export function readObjectFlag(flag: string, given: string): Readonly<Record<string, unknown>> {
  const takes = `--${flag} takes an object of JSON such as '{"id": 7}', or a file of it.`
  const isText = given.trimStart().startsWith('{')
  if (!isText && !existsSync(given)) throw new Error(`There is no file "${given}". ${takes}`)
  const value = tryParse(isText ? given : readFileSync(given, 'utf8'))
  if (isObject(value)) return value
  throw new Error(takes)
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
