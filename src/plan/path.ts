/**
 * A path into an answer: `a.b`, `a[0]`, `a[].b` (of every item), `a['odd name']`, and `.` for the value itself (no segments).
 */
export type Path = readonly PathSegment[]
type PathSegment =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'each' }

/** Raised for a path that can't be read; `message` says what is wrong and where, `suggestion` what to write. */
export class PathSyntaxError extends Error {
  override readonly name = 'PathSyntaxError'
  readonly suggestion = "A path is a.b, a[0], a[].b, a['odd name'], or . for the value itself."
}

const SEGMENT = /\.?([A-Za-z_$@][\w$@-]*)|\[(\d{1,15})\]|(\[\])|\['((?:[^'\\]|\\.)*)'\]/sy

/** Reads a path as it is written in a directive. Throws PathSyntaxError. */
export function parsePath(text: string): Path {
  if (text === '.') return []
  if (text === '') throw new PathSyntaxError("a path can't be empty.")
  const segments: PathSegment[] = []
  let at = 0
  while (at < text.length) {
    SEGMENT.lastIndex = at
    const match = SEGMENT.exec(text)
    const startsWithDot = text[at] === '.'
    if (!match || (at === 0 && startsWithDot) || (at > 0 && match[1] !== undefined && !startsWithDot))
      throw new PathSyntaxError(`the path "${text}" can't be read from "${text.slice(at)}" on.`)
    segments.push(segmentOf(match))
    at = SEGMENT.lastIndex
  }
  return segments
}

function segmentOf([, name, index, each, quoted]: RegExpExecArray): PathSegment {
  if (index !== undefined) return { kind: 'index', index: Number(index) }
  if (each !== undefined) return { kind: 'each' }
  return { kind: 'property', name: name ?? (quoted ?? '').replace(/\\(.)/gs, '$1') }
}

/** One property of the value, as a path. */
export function propertyPath(name: string): Path {
  return [{ kind: 'property', name }]
}

/**
 * The value at the path, or `undefined` where it is absent. Only own properties are read, so that `constructor` and
 * `__proto__` are names like any other. A null on the way is null; an Error on the way is why there is no value.
 */
export function readPath(value: unknown, path: Path): unknown {
  let current = value
  for (let i = 0; i < path.length; i++) {
    if (current === null || current === undefined || current instanceof Error) return current
    const segment = path[i] as PathSegment
    if (segment.kind === 'each') {
      if (!Array.isArray(current)) return undefined
      const rest = path.slice(i + 1)
      return current.map(item => readPath(item, rest))
    }
    current = readSegment(current, segment)
  }
  return current
}

function readSegment(value: unknown, segment: Exclude<PathSegment, { kind: 'each' }>): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (segment.kind === 'index') return Array.isArray(value) ? value[segment.index] : undefined
  if (Array.isArray(value)) return undefined
  return Object.hasOwn(value, segment.name) ? (value as Record<string, unknown>)[segment.name] : undefined
}

/** The path as it is written in a directive. */
export function printPath(path: Path): string {
  if (path.length === 0) return '.'
  const text = path.map(segment => {
    if (segment.kind === 'index') return `[${segment.index}]`
    if (segment.kind === 'each') return '[]'
    return /^[A-Za-z_$@][\w$@-]*$/.test(segment.name)
      ? `.${segment.name}`
      : `['${segment.name.replace(/['\\]/g, '\\$&')}']`
  })
  return text.join('').replace(/^\./, '')
}
