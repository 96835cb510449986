import { fixedPath, type SourcePath } from '../../plan/source-path.ts'

/** The column that a field reads as it is; undefined for one that is read from inside of it, or made of several. */
export function wholeColumn(path: SourcePath | undefined): string | undefined {
  const [first, more] = fixedPath(path) ?? []
  return first?.kind === 'property' && more === undefined ? first.name : undefined
}
