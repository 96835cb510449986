import { listOf, numberOf, objectOf, textOf } from '../json-values.ts'

/** Errors of an answer that say the same of one call. */
interface AnswerError {
  readonly message: string
  /** Of the first of them, `posts.0.author`. */
  readonly path: string
  /** How many more of them there are. */
  readonly more: number
  /** The call that they are of, by its place in the trace. */
  readonly call: number | undefined
}

/** The call that each error is of, as far as it says one. */
export function callsOfErrors(answer: object): readonly (number | undefined)[] {
  return listOf(objectOf(answer).errors).map(error => numberOf(objectOf(objectOf(error).extensions).call))
}

/** The errors of an answer in their order, those that say the same of one call once: a batch may have failed for many positions. */
export function errorsOf(answer: object): readonly AnswerError[] {
  const calls = callsOfErrors(answer)
  const errors = listOf(objectOf(answer).errors).map((error, at) => {
    const { message, path } = objectOf(error)
    return { message: textOf(message) ?? '', path: listOf(path).join('.'), call: calls[at] }
  })
  const same = Map.groupBy(errors, ({ message, path, call }) => JSON.stringify([message, call ?? path]))
  return [...same.values()].flatMap(([first, ...others]) => (first ? { ...first, more: others.length } : []))
}
