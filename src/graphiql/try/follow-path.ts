import { foundOnPath } from '../../plan/found-on-path.ts'
import { leadsNowhere, type Path, PathSyntaxError, parsePath, readPath } from '../../plan/path.ts'

/** What a path leads to, or why it leads to nothing, in words. */
export type Followed = { readonly value: unknown } | { readonly problem: string }

/** Follows a path through an answer as the gateway does for `select`. */
export function followPath(value: unknown, text: string): Followed {
  const path = readText(text)
  return 'problem' in path ? path : follow(value, path.value, 'the answer')
}

/** Follows a path from each item of what was selected, or from the one object, as `by` and `@map(from:)` do. */
export function followEach(selected: unknown, text: string): readonly Followed[] {
  const path = readText(text)
  if ('problem' in path) return [path]
  const items = Array.isArray(selected) ? selected : [selected]
  return items.map(item => follow(item, path.value, 'the item'))
}

function readText(text: string): { readonly value: Path } | { readonly problem: string } {
  try {
    return { value: parsePath(text) }
  } catch (error) {
    if (error instanceof PathSyntaxError) return { problem: `${error.message} ${error.suggestion}` }
    throw error
  }
}

function follow(value: unknown, path: Path, what: string): Followed {
  let expected: string | undefined
  const found = readPath(value, path, kind => {
    expected ??= kind
    return undefined
  })
  const place = foundOnPath(value, path, what)
  if (expected !== undefined) return { problem: `The path goes on in ${expected}, but ${place}.` }
  if (leadsNowhere(found, path)) return { problem: `Nothing is there: ${place}.` }
  return { value: found }
}
