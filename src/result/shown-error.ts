import { CodeError, type SourceError } from '../source/source-error.ts'
import { asFieldError } from './field-error.ts'

/** The error of a resolver that clients are shown: a GraphQLError with a code. Any other is masked. */
export class ShownError extends CodeError {
  override readonly name = 'ShownError'
  /** JSON values, a `code` among them. */
  readonly extensions: Readonly<Record<string, unknown>>

  constructor(cause: CodedError) {
    super(cause.message, { cause })
    this.extensions = jsonOf(cause.extensions) ?? { code: cause.extensions.code }
  }
}

type CodedError = Error & { readonly extensions: { readonly code: string } }

/** What a resolver has thrown, as its field may raise it. */
export function asResolverError(error: unknown): SourceError | ShownError {
  if (error instanceof ShownError) return error
  return isCoded(error) ? new ShownError(error) : asFieldError(error)
}

/** Told by its name: a program may have a graphql-js of its own. */
function isCoded(error: unknown): error is CodedError {
  if (!(error instanceof Error) || error.name !== 'GraphQLError' || !('extensions' in error)) return false
  const { extensions } = error
  return (
    typeof extensions === 'object' && extensions !== null && 'code' in extensions && typeof extensions.code === 'string'
  )
}

/** Undefined for what is no JSON: a circle, a bigint. */
function jsonOf(extensions: object): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(JSON.stringify(extensions))
  } catch {
    return undefined
  }
}
