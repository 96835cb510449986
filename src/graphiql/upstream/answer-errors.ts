import { listOf, numberOf, objectOf, textOf } from '../json-values.ts'

/** An error of an answer. */
interface AnswerError {
  readonly message: string
  /** `posts.0.author` */
  readonly path: string
  /** The call that it is of, by its place in the trace. */
  readonly call: number | undefined
}

export function errorsOf(answer: object): readonly AnswerError[] {
  return listOf(objectOf(answer).errors).map(error => {
    const { message, path, extensions } = objectOf(error)
    return {
      message: textOf(message) ?? '',
      path: listOf(path).join('.'),
      call: numberOf(objectOf(extensions).call),
    }
  })
}
