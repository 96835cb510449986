import { foundOnPath } from '../../plan/found-on-path.ts'
import type { BatchBy, HttpBinding } from '../../plan/http/http-binding.ts'
import { nothingElse, type Path, printPath, readPath } from '../../plan/path.ts'
import { type EmptyCounter, emptySlot } from '../empty-slot.ts'
import { SourceError } from '../source-error.ts'
import { CutAnswer } from './cut-answer.ts'
import { shapeError } from './error.ts'
import { keyTextOf } from './key-text.ts'

/** The keys of a call: the text of each slot's, and those that were sent in their order. */
export interface CallKeys {
  readonly keyTexts: readonly string[]
  readonly sent: readonly string[]
}

/**
 * One slot per key text: what of a batch's answer belongs to it. An answer that can't be told apart by key is every key's
 * error, one that is not whole that of each key which may have lost an item.
 */
export function splitAnswer(
  binding: HttpBinding,
  by: BatchBy,
  answer: unknown,
  { keyTexts, sent }: CallKeys,
  counter: EmptyCounter,
): readonly unknown[] {
  const cut = answer instanceof CutAnswer ? answer : undefined
  const answerOf = answersByKey(binding, by, cut ? cut.value : answer, sent)
  return keyTexts.map(text => {
    if (answerOf instanceof SourceError) return answerOf
    const slot = answerOf(text)
    // A list may have lost items; one that has as many as keys were sent has not.
    if (cut && by.kind !== 'index' && (binding.list || slot === undefined)) return cut.error
    return slot === undefined ? emptySlot(binding, 'no_item', counter) : countNothing(binding, slot, counter)
  })
}

/** Counts a slot in which the upstream itself says that there is nothing. */
export function countNothing({ list }: HttpBinding, slot: unknown, counter: EmptyCounter): unknown {
  if (slot === null) counter.count('null_answer')
  else if (list && Array.isArray(slot) && slot.length === 0) counter.count('no_item')
  return slot
}

/** What the answer says for a key by its text; undefined where it says nothing. */
type AnswerOf = (text: string) => unknown

function answersByKey(
  binding: HttpBinding,
  by: BatchBy,
  answer: unknown,
  sent: readonly string[],
): AnswerOf | SourceError {
  const wrong = (found: string) => shapeError(binding, found)
  if (by.kind === 'key') {
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
      return wrong('the answer to a batch is no object of keys')
    return text => (Object.hasOwn(answer, text) ? (answer as Record<string, unknown>)[text] : undefined)
  }
  if (!Array.isArray(answer)) return wrong('the answer to a batch is no list')
  if (by.kind === 'index') {
    if (answer.length !== sent.length) return wrong(`${answer.length} items for ${sent.length} keys`)
    const items = new Map(sent.map((text, at) => [text, answer[at]]))
    return text => items.get(text)
  }
  const groups = groupItems(answer, by.paths, wrong)
  if (groups instanceof SourceError) return groups
  return text => {
    const items = groups.get(text)
    return items && slotOf(binding, items)
  }
}

type Wrong = (found: string) => SourceError

/** The items under the texts of their keys; those with a null in it belong to none. */
function groupItems(
  items: readonly unknown[],
  paths: readonly Path[],
  wrong: Wrong,
): ReadonlyMap<string, readonly unknown[]> | SourceError {
  const groups = new Map<string, unknown[]>()
  for (const item of items) {
    if (typeof item !== 'object' || item === null) return wrong('an item of a batch is no object')
    const text = itemText(item, paths, wrong)
    if (text instanceof SourceError) return text
    if (text === null) continue
    const group = groups.get(text)
    if (group) group.push(item)
    else groups.set(text, [item])
  }
  return groups
}

/** The text of an item's key; null where something of it is. */
function itemText(item: object, paths: readonly Path[], wrong: Wrong): string | null | SourceError {
  const values = paths.map(path => readPath(item, path, nothingElse))
  const absent = values.indexOf(undefined)
  if (absent >= 0) {
    const path = paths[absent] ?? []
    return wrong(
      `an item of a batch has nothing at the \`by\` path "${printPath(path)}": ${foundOnPath(item, path, 'it')}`,
    )
  }
  if (values.includes(null)) return null
  if (values.some(value => typeof value === 'object')) return wrong('an item of a batch has no scalar at the `by` path')
  return keyTextOf(values.map(String))
}

function slotOf(binding: HttpBinding, items: readonly unknown[]): unknown | SourceError {
  if (binding.list) return items
  return items.length > 1 ? shapeError(binding, `${items.length} items for one key`) : items[0]
}
