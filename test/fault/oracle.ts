import { FIELDS } from './fields.ts'
import type { Operation, Selection } from './operations.ts'

/** The right answer of an operation, from the model. */
export function fullAnswer({ type, selections, client }: Operation): unknown {
  return answerObject(type, selections, {}, client)
}

function answerObject(type: string, selections: readonly Selection[], parent: unknown, client: string): unknown {
  return Object.fromEntries(
    selections.map(({ key, name, args, selections }) => {
      const field = FIELDS[type]?.[name]
      const value = field?.read(parent, client, args)
      const answer = (item: unknown): unknown =>
        field?.type === undefined || item === null ? item : answerObject(field.type, selections, item, client)
      return [key, Array.isArray(value) ? value.map(answer) : answer(value)]
    }),
  )
}
