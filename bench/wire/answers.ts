import { request } from 'undici'

/** Asks once, as the load does. Throws for anything but 200 and JSON without errors. */
export async function askOnce(url: string, body: string, authorization: string | undefined): Promise<Buffer> {
  const answer = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body,
  })
  const bytes = Buffer.from(await answer.body.arrayBuffer())
  const text = bytes.toString()
  if (answer.statusCode !== 200 || JSON.parse(text).errors !== undefined)
    throw new Error(`${url} answered ${answer.statusCode} ${text.slice(0, 500)}`)
  return bytes
}

const SHOWN_DIFFERENCES = 5

/** Where two JSON values differ, whatever the order of their properties: at most five lines, none for equal ones. */
export function differences(expected: unknown, actual: unknown): string[] {
  const found: string[] = []
  compare(expected, actual, '', found)
  return found.slice(0, SHOWN_DIFFERENCES)
}

function compare(expected: unknown, actual: unknown, path: string, found: string[]): void {
  if (found.length >= SHOWN_DIFFERENCES || Object.is(expected, actual)) return
  if (!isObject(expected) || !isObject(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    found.push(`${path || '(whole)'}: ${show(expected)} and ${show(actual)}`)
    return
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)]))
    compare(expected[key], actual[key], path === '' ? key : `${path}.${key}`, found)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80)
}
