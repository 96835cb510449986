import type { Operation } from './operation.ts'

/** What is said of the operations of a document, each a list of patterns. */
export interface OperationPatterns {
  /** All operations where there are none. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** Those of the POSTs that only read. */
  readonly queries?: readonly string[] | undefined
}

/**
 * The operations that are asked for. A pattern that begins with a slash is one of paths, any other one of tags; `*` stands
 * for a part of a name or path segment, `**` for anything. Throws Error for a pattern that fits nothing.
 */
export function selectOperations(
  operations: readonly Operation[],
  { include, exclude, queries = [] }: OperationPatterns,
): Operation[] {
  const unused = [...include, ...exclude, ...queries].find(pattern => !operations.some(each => fits(each, pattern)))
  if (unused !== undefined)
    throw new Error(
      `No operation has the ${unused.startsWith('/') ? 'path' : 'tag'} "${unused}". A pattern is a path as in "/posts/**", or a tag.`,
    )
  const posts = operations.filter(({ method }) => method === 'POST')
  const none = queries.find(pattern => !posts.some(each => fits(each, pattern)))
  if (none !== undefined)
    throw new Error(
      `"${none}" is in --queries, and no POST fits it: a GET is a query by itself, and no other method can be one.`,
    )
  return operations.flatMap(each => {
    const isWanted = include.length === 0 || include.some(pattern => fits(each, pattern))
    if (!isWanted || exclude.some(pattern => fits(each, pattern))) return []
    return posts.includes(each) && queries.some(pattern => fits(each, pattern)) ? { ...each, reads: true } : each
  })
}

function fits({ path, tags }: Operation, pattern: string): boolean {
  const glob = new RegExp(`^${pattern.split(/(\*+)/).map(part).join('')}$`, 's')
  return (pattern.startsWith('/') ? [path] : tags).some(text => glob.test(text))
}

function part(text: string, index: number): string {
  if (index % 2 === 0) return RegExp.escape(text)
  return text === '*' ? '[^/]*' : '.*'
}
