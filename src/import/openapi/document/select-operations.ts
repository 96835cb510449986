import type { Operation } from './operation.ts'

/**
 * The operations that are asked for. A pattern that begins with a slash is one of paths, any other one of tags; `*` stands
 * for a part of a name or path segment, `**` for anything. Throws Error for a pattern that fits nothing.
 */
export function selectOperations(
  operations: readonly Operation[],
  include: readonly string[],
  exclude: readonly string[],
): Operation[] {
  const unused = [...include, ...exclude].find(pattern => !operations.some(each => fits(each, pattern)))
  if (unused !== undefined)
    throw new Error(
      `No operation has the ${unused.startsWith('/') ? 'path' : 'tag'} "${unused}". A pattern is a path as in "/posts/**", or a tag.`,
    )
  return operations.filter(
    each =>
      (include.length === 0 || include.some(pattern => fits(each, pattern))) &&
      !exclude.some(pattern => fits(each, pattern)),
  )
}

function fits({ path, tags }: Operation, pattern: string): boolean {
  const glob = new RegExp(`^${pattern.split(/(\*+)/).map(part).join('')}$`, 's')
  return (pattern.startsWith('/') ? [path] : tags).some(text => glob.test(text))
}

function part(text: string, index: number): string {
  if (index % 2 === 0) return RegExp.escape(text)
  return text === '*' ? '[^/]*' : '.*'
}
