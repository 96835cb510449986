import { isDeepStrictEqual } from 'node:util'
import { isObject } from '../../../plan/is-object.ts'
import { isForm, isJson } from '../media-types.ts'
import type { Notes } from '../notes.ts'
import { own, ownEntries, ownList, ownText } from '../own-property.ts'
import { isUsablePath } from '../url-text.ts'
import { child, type Documents, type Located } from './documents.ts'
import { type Answer, METHODS, type Operation } from './operation.ts'
import { readParameters } from './read-parameters.ts'

/** What a path item has beside operations. */
const OTHER_METHODS = ['head', 'options', 'trace']

/** Reads all operations of a document; tells of what is none. */
export function readOperations(documents: Documents, notes: Notes): Operation[] {
  const { root } = documents
  const paths = child(root, 'paths')
  const operations: Operation[] = []
  for (const [path] of ownEntries(root.value, 'paths')) {
    if (path.startsWith('x-')) continue
    const item = documents.follow(child(paths, path))
    if (!isObject(item.value)) notes.leaveOut(`${path}: there are no operations.`)
    for (const name of OTHER_METHODS)
      if (own(item.value, name) !== undefined) notes.leaveOut(`${name.toUpperCase()} ${path}: it answers no data.`)
    for (const method of METHODS) {
      const located = child(item, method.toLowerCase())
      if (!isObject(located.value)) continue
      const label = `${method} ${path}`
      if (!isUsablePath(path)) notes.leaveOut(`${label}: its path leads out of itself.`)
      else if (ownList(located.value, 'servers').length > 0 || ownList(item.value, 'servers').length > 0)
        notes.leaveOut(`${label}: it has a server of its own. Add a @source for it by hand.`)
      else operations.push(readOperation({ method, path, label }, item, located, documents, notes))
    }
  }
  const webhooks = ownEntries(root.value, 'webhooks').length
  if (webhooks > 0) notes.leaveOut('The webhooks, which the API calls by itself.')
  return operations
}

function readOperation(
  { method, path, label }: Pick<Operation, 'method' | 'path' | 'label'>,
  item: Located,
  located: Located,
  documents: Documents,
  notes: Notes,
): Operation {
  const { value } = located
  const callbacks = ownEntries(value, 'callbacks').length
  if (callbacks > 0) notes.leaveOut(`${label}: its callbacks.`)
  return {
    method,
    reads: method === 'GET',
    path,
    label,
    id: ownText(value, 'operationId'),
    tags: ownList(value, 'tags').filter(tag => typeof tag === 'string'),
    description: describe(value) ?? describe(item.value),
    deprecated: own(value, 'deprecated') === true,
    parameters: readParameters(path, [child(item, 'parameters'), child(located, 'parameters')], documents),
    body: readBody(child(located, 'requestBody'), documents),
    answer: readAnswer(child(located, 'responses'), documents),
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

/** JSON where the body can be that, else a form. */
function readBody(located: Located, documents: Documents): Operation['body'] {
  const body = documents.follow(located)
  const types = ownEntries(body.value, 'content').map(([mediaType]) => mediaType)
  const mediaType = types.find(isJson) ?? types.find(isForm) ?? types[0]
  if (mediaType === undefined) return undefined
  return {
    required: own(body.value, 'required') === true,
    mediaType,
    schema: child(child(child(body, 'content'), mediaType), 'schema'),
  }
}

/** Alternatives, each of schemes that are needed together (OpenAPI 3.1, 4.8.30). */
function readSecurity(value: unknown): string[][] {
  return Array.isArray(value) ? value.map(each => (isObject(each) ? Object.keys(each) : [])) : []
}

/** The answer of the first success that is JSON: 200, another 2xx, `2XX`, or `default` where there is none of these. */
function readAnswer(responses: Located, documents: Documents): Answer {
  const codes = Object.keys(Object.fromEntries(ownEntries({ responses: responses.value }, 'responses')))
  const successes = codes.filter(code => /^2(?:\d\d|XX)$/i.test(code)).sort()
  const told = successes.length > 0 ? successes : codes.filter(code => code === 'default')
  const answers = told.map(code => ({ code, answer: answerOf(documents.follow(child(responses, code))) }))
  const first = ['json', 'other'].flatMap(kind => answers.find(({ answer }) => answer.kind === kind) ?? [])[0]?.answer
  if (first?.kind !== 'json') return first ?? { kind: 'empty' }
  const isOther = (answer: Answer) =>
    answer.kind === 'json' && !isDeepStrictEqual(answer.schema.value, first.schema.value)
  return { ...first, others: answers.filter(({ answer }) => isOther(answer)).map(({ code }) => code) }
}

function answerOf(response: Located): Answer {
  const types = ownEntries(response.value, 'content').map(([mediaType]) => mediaType)
  const mediaType = types.find(isJson)
  const [other] = types
  if (mediaType !== undefined) {
    const headers = ownEntries(response.value, 'headers').map(([name]) => name.toLowerCase())
    return { kind: 'json', schema: child(child(child(response, 'content'), mediaType), 'schema'), headers, others: [] }
  }
  return other === undefined ? { kind: 'empty' } : { kind: 'other', mediaType: other }
}
