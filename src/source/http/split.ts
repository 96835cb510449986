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
  const found = answersByKey(binding, by, cut ? cut.value : answer, sent)
  return keyTexts.map(text => {
    if (found instanceof SourceError) return found
    const slot = found.get(text)
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

type Answers = ReadonlyMap<string, unknown> | SourceError

function answersByKey(binding: HttpBinding, by: BatchBy, answer: unknown, sent: readonly string[]): Answers {
  const wrong = (found: string) => shapeError(binding, found)
  if (by.kind === 'key') {
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
      return wrong('the answer to a batch is no object of keys')
    return new Map(Object.entries(answer))
  }
  if (!Array.isArray(answer)) return wrong('the answer to a batch is no list')
  if (by.kind === 'index') {
    if (answer.length !== sent.length) return wrong(`${answer.length} items for ${sent.length} keys`)
    return new Map(sent.map((text, at) => [text, answer[at]]))
  }
  const groups = groupItems(answer, by.paths)
  if (typeof groups === 'string') return wrong(groups)
  return new Map([...groups].map(([text, items]) => [text, slotOf(binding, items)]))
}

/** The items under the texts of their keys, or what is wrong with one of them. */
function groupItems(items: readonly unknown[], paths: readonly Path[]): Map<string, unknown[]> | string {
  const groups = new Map<string, unknown[]>()
  for (const item of items) {
    if (typeof item !== 'object' || item === null) return 'an item of a batch is no object'
    const values = paths.map(path => readPath(item, path, nothingElse))
    const absent = values.indexOf(undefined)
    if (absent >= 0) {
      const path = paths[absent] ?? []
      return `an item of a batch has nothing at the \`by\` path "${printPath(path)}": ${foundOnPath(item, path, 'it')}`
    }
    if (values.includes(null)) continue
    if (values.some(value => typeof value === 'object')) return 'an item of a batch has no scalar at the `by` path'
    const text = keyTextOf(values.map(String))
    const group = groups.get(text)
    if (group) group.push(item)
    else groups.set(text, [item])
  }
  return groups
}

function slotOf(binding: HttpBinding, items: readonly unknown[]): unknown | SourceError {
  if (binding.list) return items
  if (items.length > 1) return shapeError(binding, `${items.length} items for one key`)
  return items[0] ?? null
}
