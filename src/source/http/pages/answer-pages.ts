import type { HttpBinding } from '../../../plan/http/http-binding.ts'
import type { NoAnswer } from '../../empty-slot.ts'
import { CodeError, SourceError } from '../../source-error.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { answerError, internalError } from '../error.ts'
import { firstPosition, PositionError } from './page-position.ts'
import { ReadAhead } from './read-ahead.ts'
import { readConnection } from './read-connection.ts'
import { type PagesInput, readPages, refuseTooMany } from './read-pages.ts'

/** What a call of a binding with pages answers: the whole list, or a page for the client. */
export async function answerPages(input: PagesInput, plan: SourcePlan<HttpBinding>): Promise<unknown | SourceError> {
  const { connection } = input.binding
  try {
    return await (connection ? readConnection(input, connection, plan) : readList(input))
  } catch (error) {
    if (error instanceof PositionError) return answerError(input.binding, 'wrong_shape', error)
    return error instanceof SourceError || error instanceof CodeError ? error : internalError(input.binding, error)
  }
}

/** All items of a list; a NoAnswer where a 404 is null. Throws SourceError and PositionError. */
async function readList(input: PagesInput): Promise<readonly unknown[] | NoAnswer> {
  const items: unknown[] = []
  const ahead = new ReadAhead(input)
  const reading = { ...input, ask: ahead.ask.bind(ahead) }
  const missing = await readPages(reading, firstPosition(input.pages), read => {
    for (const item of read.page.items) items.push(item)
    refuseTooMany(input, Math.max(items.length, read.page.total ?? 0))
    ahead.follow(read)
    return true
  })
  return missing ?? items
}
