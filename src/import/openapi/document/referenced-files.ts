import { ownText } from '../own-property.ts'

/** The other documents that a document refers to, as it writes them. */
export function referencedFiles(document: unknown): Set<string> {
  const found = new Set<string>()
  const open = [document]
  const seen = new Set<unknown>()
  while (open.length > 0) {
    const value = open.pop()
    // YAML's aliases make one value of several places.
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    const [path] = ownText(value, '$ref')?.split('#') ?? []
    if (path !== undefined && path !== '') found.add(path)
    open.push(...Object.values(value))
  }
  return found
}
