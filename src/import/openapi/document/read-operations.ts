import { isDeepStrictEqual } from 'node:util'
import { isObject } from '../../../plan/is-object.ts'
import type { Notes } from '../../notes.ts'
import { own, ownEntries, ownList, ownNames, ownText } from '../own-property.ts'
import { isUsablePath, sentPath } from '../url-text.ts'
import type { Documents, Located } from './documents.ts'
import type { Edition } from './edition.ts'
import { type Answer, METHODS, type Operation } from './operation.ts'
import { readParameters } from './read-parameters.ts'

/** What a path item has beside operations. */
const OTHER_METHODS = ['head', 'options', 'trace']

/** Reads all operations of a document, which is at `url`; tells of what is none. */
export function readOperations(
  documents: Documents,
  edition: Edition,
  url: string | undefined,
  notes: Notes,
): Operation[] {
  const { root } = documents
  const paths = documents.walk(root, 'paths')
  const operations: Operation[] = []
  for (const [path] of ownEntries({ paths: paths.value }, 'paths')) {
    if (path.startsWith('x-')) continue
    const item = documents.walk(paths, path)
    if (!isObject(item.value)) notes.leaveOut(path, 'there are no operations')
    for (const name of OTHER_METHODS)
      if (own(item.value, name) !== undefined) notes.leaveOut(`${name.toUpperCase()} ${path}`, 'it answers no data')
    for (const method of METHODS) {
      // OpenAPI has no references here, and documents that are written in several files have them.
      const located = documents.walk(item, method.toLowerCase())
      if (!isObject(located.value)) continue
      const label = `${method} ${path}`
      if (!isUsablePath(path)) notes.leaveOut(label, 'its path leads out of itself')
      else operations.push(readOperation({ method, path, label }, { item, located, documents, notes, edition, url }))
    }
  }
  const webhooks = ownEntries(root.value, 'webhooks').length
  if (webhooks > 0) notes.leaveOut('The webhooks', 'the API calls them by itself')
  return operations
}

interface Reading {
  readonly item: Located
  readonly located: Located
  readonly documents: Documents
  readonly notes: Notes
  readonly edition: Edition
  readonly url: string | undefined
}

function readOperation(
  { method, path, label }: Pick<Operation, 'method' | 'path' | 'label'>,
  { item, located, documents, notes, edition, url }: Reading,
): Operation {
  const { value } = located
  const callbacks = ownEntries(value, 'callbacks').length
  if (callbacks > 0) notes.leaveOut(`The callbacks of ${label}`, 'the API calls them by itself')
  const parameters = [item, located].map(each => documents.walk(each, 'parameters'))
  const place = { documents, operation: located, parameters }
  const responses = documents.walk(located, 'responses')
  const statuses = ownNames(responses.value)
  const answerAt = (status: string) => edition.answer(documents.walk(responses, status), place)
  const holder = [value, item.value].find(edition.hasServer) ?? documents.root.value
  return {
    method,
    reads: method === 'GET',
    path,
    server: edition.server(holder, url),
    label,
    id: ownText(value, 'operationId'),
    tags: ownList(value, 'tags').filter(tag => typeof tag === 'string'),
    description: describe(value) ?? describe(item.value),
    deprecated: own(value, 'deprecated') === true,
    parameters: readParameters(sentPath(path), parameters, documents, edition),
    body: edition.body(place),
    answer: readAnswer(statuses, answerAt),
    failures: readFailures(statuses, answerAt),
    statuses,
    security: readSecurity(own(value, 'security') ?? own(documents.root.value, 'security')),
  }
}

/** The summary, and the description behind it where that says more. */
function describe(value: unknown): string | undefined {
  const texts = [ownText(value, 'summary'), ownText(value, 'description')].map(text => text?.trim() ?? '')
  const [summary = '', description = ''] = texts
  const isSame = description.toLowerCase().startsWith(summary.toLowerCase().replace(/\.$/, ''))
  const text = isSame ? description : [summary, description].filter(part => part !== '').join('\n\n')
  return text === '' ? undefined : text
}

/** Alternatives, each of schemes that are needed together (OpenAPI 3.1, 4.8.30). */
function readSecurity(value: unknown): string[][] {
  return Array.isArray(value) ? value.map(each => [...ownNames(each)]) : []
}

/** The answer of the first success that is JSON: 200, another 2xx, `2XX`, or `default` where there is none of these. */
function readAnswer(statuses: readonly string[], answerAt: (status: string) => Answer): Answer {
  const successes = statuses.filter(status => /^2(?:\d\d|XX)$/i.test(status)).sort()
  const told = successes.length > 0 ? successes : statuses.filter(status => status === 'default')
  const answers = told.map(status => ({ status, answer: answerAt(status) }))
  const first = ['json', 'lines', 'text', 'other'].flatMap(
    kind => answers.find(({ answer }) => answer.kind === kind) ?? [],
  )[0]?.answer
  if (first?.kind !== 'json') return first ?? { kind: 'empty' }
  const isOther = (answer: Answer) =>
    answer.kind === 'json' && !isDeepStrictEqual(answer.schema.value, first.schema.value)
  return { ...first, others: answers.filter(({ answer }) => isOther(answer)).map(({ status }) => status) }
}

/** What is answered with a 4xx or 5xx, or with whatever else there is beside a success. */
function readFailures(statuses: readonly string[], answerAt: (status: string) => Answer): Located[] {
  const hasSuccess = statuses.some(status => /^2/.test(status))
  const failing = statuses.filter(status => /^[45]/.test(status) || (status === 'default' && hasSuccess))
  return failing.flatMap(status => {
    const answer = answerAt(status)
    return answer.kind === 'json' ? [answer.schema] : []
  })
}
