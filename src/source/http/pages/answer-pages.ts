import type { HttpBinding } from '../../../plan/http/http-binding.ts'
import { SourceError } from '../../source-error.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { answerError, internalError } from '../error.ts'
import { PositionError } from './page-position.ts'
import { readConnection } from './read-connection.ts'
import { readList } from './read-list.ts'
import type { PagesInput } from './read-pages.ts'

/** What a call of a binding with pages answers: the whole list, or a page for the client. */
export async function answerPages(input: PagesInput, plan: SourcePlan<HttpBinding>): Promise<unknown | SourceError> {
  const { connection } = input.binding
  try {
    return await (connection ? readConnection(input, connection, plan) : readList(input))
  } catch (error) {
    if (error instanceof PositionError) return answerError(input.binding, 'wrong_shape', error)
    return error instanceof SourceError ? error : internalError(input.binding, error)
  }
}
