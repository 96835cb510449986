const SHOWN_DIFFERENCES = 5

/** Whether two values that are no objects say the same; `path` is where they stand. */
export type IsSame = (expected: unknown, actual: unknown, path: string) => boolean

/** Where two JSON values differ, whatever the order of their properties: at most five lines, none for equal ones. */
export function differences(expected: unknown, actual: unknown, isSame: IsSame = Object.is): string[] {
  const found: string[] = []
  compare(expected, actual, '', found, isSame)
  return found.slice(0, SHOWN_DIFFERENCES)
}

function compare(expected: unknown, actual: unknown, path: string, found: string[], isSame: IsSame): void {
  if (found.length >= SHOWN_DIFFERENCES || isSame(expected, actual, path)) return
  if (!isObject(expected) || !isObject(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    found.push(`${path || '(whole)'}: ${show(expected)} and ${show(actual)}`)
    return
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)]))
    compare(expected[key], actual[key], path === '' ? key : `${path}.${key}`, found, isSame)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80)
}
