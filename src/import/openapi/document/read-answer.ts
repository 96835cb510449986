import { isDeepStrictEqual } from 'node:util'
import { isJson } from '../media-types.ts'
import { ownEntries } from '../own-property.ts'
import { child, type Documents, type Located } from './documents.ts'
import type { Answer } from './operation.ts'

/** The answer of the first success that is JSON: 200, another 2xx, `2XX`, or `default` where there is none of these. */
export function readAnswer(responses: Located, documents: Documents): Answer {
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
