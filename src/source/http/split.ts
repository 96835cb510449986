import type { HttpBinding } from '../../plan/http/http-binding.ts'
import { type Path, readPath } from '../../plan/path.ts'
import type { SourceError } from '../source-error.ts'
import { answerError } from './error.ts'

/** What a key is for which the upstream has nothing. */
export function emptySlot({ list }: HttpBinding): unknown {
  return list ? [] : null
}

/**
 * One slot per key text: the items of a batch's answer that name it at `by`. `answer` is `undefined` where the body was
 * empty. An answer that can't be told apart by key is every key's error.
 */
export function splitAnswer(
  binding: HttpBinding,
  by: Path,
  answer: unknown,
  keyTexts: readonly string[],
): readonly unknown[] {
  const items = answer === undefined ? new Map<string, unknown[]>() : groupItems(binding, by, answer)
  if (!(items instanceof Map)) return keyTexts.map(() => items)
  return keyTexts.map(text => slotOf(binding, items.get(text) ?? []))
}

function groupItems(binding: HttpBinding, by: Path, answer: unknown): Map<string, unknown[]> | SourceError {
  const wrong = (found: string) => answerError(binding, 'wrong_shape', new Error(found))
  if (!Array.isArray(answer)) return wrong('the answer to a batch is no list')
  const groups = new Map<string, unknown[]>()
  for (const item of answer) {
    if (typeof item !== 'object' || item === null) return wrong('an item of a batch is no object')
    const key = readPath(item, by)
    if (key === null) continue
    if (key === undefined) return wrong('an item of a batch has nothing at the `by` path')
    if (typeof key === 'object') return wrong('an item of a batch has no scalar at the `by` path')
    const text = String(key)
    const group = groups.get(text)
    if (group) group.push(item)
    else groups.set(text, [item])
  }
  return groups
}

function slotOf(binding: HttpBinding, items: readonly unknown[]): unknown | SourceError {
  if (binding.list) return items
  if (items.length > 1) return answerError(binding, 'wrong_shape', new Error(`${items.length} items for one key`))
  return items[0] ?? null
}
