import type { HttpBatch, HttpBinding } from '../../plan/http/http-binding.ts'
import type { TemplateScope } from '../../plan/template.ts'
import { TemplateValueError } from '../../plan/template-value-error.ts'
import type { CallBudget } from '../call-budget.ts'
import { type EmptyCounter, emptySlot, NoAnswer } from '../empty-slot.ts'
import { printJson } from '../json.ts'
import { SourceError } from '../source-error.ts'
import type { Key, SourcePlan } from '../source-plan.ts'
import { valueError } from './error.ts'
import type { HttpBase } from './http-base.ts'
import { keyTextOf } from './key-text.ts'
import { buildRequest, type HttpRequest } from './request.ts'
import { scalarText } from './url-text.ts'

/** One request and the slots that its answer fills. */
export interface PlannedCall {
  readonly request: HttpRequest
  /** Positions of its keys among all keys. */
  readonly slots: number[]
  /** The text of each of these keys, by which the items of a batch's answer are told apart. */
  readonly keyTexts: string[]
  /** The texts of the keys that were sent, in their order. */
  readonly sent: readonly string[]
}

export interface PlannedCalls {
  readonly calls: readonly PlannedCall[]
  /** The slots of the keys that need no call, by position. */
  readonly settled: ReadonlyMap<number, unknown>
}

/** Keys that share one call. */
interface Group {
  /** What `$this` reads. */
  readonly key: Key
  readonly batch: Map<string, Key>
  readonly slots: number[]
  readonly keyTexts: string[]
}

/** Calls that are planned beyond those which may be made: a kept answer, and one that is under way, takes none. */
const SPARE_CALLS = 2_000

interface Planning extends Pick<TemplateScope, 'client'> {
  readonly base: HttpBase
  readonly keys: readonly Key[]
  readonly counter: EmptyCounter
  /** What the calls are made from. */
  readonly budget: CallBudget
  /** Of path and query of a batch; one key alone may have more. */
  readonly maxUrlBytes: number
}

/** The calls that answer the keys: one per group of a batch, else one per distinct request; mutations are never merged. */
export function planCalls(
  { binding, args }: SourcePlan<HttpBinding>,
  { base, keys, client, counter, budget, maxUrlBytes }: Planning,
): PlannedCalls {
  const settled = new Map<number, unknown>()
  const calls = new Map<unknown, PlannedCall>()
  const groups = binding.batch ? groupKeys(binding, binding.batch, keys, settled, counter) : keys.map(soleKey)
  const most = budget.left + SPARE_CALLS
  // Halves of what is too long for one URL come behind it.
  for (let at = 0; at < groups.length; at++) {
    const group = groups[at] as Group
    const { key, batch, slots, keyTexts } = group
    if (calls.size >= most) {
      for (const slot of slots) settled.set(slot, budget.refuse())
      continue
    }
    const request = buildRequest(binding, base, { args, key, batch: [...batch.values()], client })
    if ('path' in request && request.path.length > maxUrlBytes && batch.size > 1) {
      groups.push(...halvesOf(group))
      continue
    }
    if (request instanceof NoAnswer || request instanceof SourceError) {
      for (const slot of slots)
        settled.set(slot, request instanceof SourceError ? request : emptySlot(binding, request.why, counter))
      continue
    }
    // A request that is the only one is the same as no other.
    const isOwn = binding.mutation || binding.batch || groups.length === 1
    const identity = isOwn ? request : requestText(request)
    const same = calls.get(identity)
    if (same) same.slots.push(...slots)
    else calls.set(identity, { request, slots, keyTexts, sent: [...batch.keys()] })
  }
  return { calls: [...calls.values()], settled }
}

/** A group as two, each with half of the keys. */
function halvesOf({ key, batch, slots, keyTexts }: Group): readonly Group[] {
  const texts = [...batch]
  const middle = Math.ceil(texts.length / 2)
  return [texts.slice(0, middle), texts.slice(middle)].map(half => {
    const part: Group = { key, batch: new Map(half), slots: [], keyTexts: [] }
    for (const [at, text] of keyTexts.entries()) {
      if (!part.batch.has(text)) continue
      part.slots.push(slots[at] as number)
      part.keyTexts.push(text)
    }
    return part
  })
}

function soleKey(key: Key, slot: number): Group {
  return newGroup(key, [slot])
}

function newGroup(key: Key, slots: number[] = []): Group {
  return { key, batch: new Map(), slots, keyTexts: [] }
}

/** Keys with the same `$this`: the group that takes more of them, and where those are that have come. */
interface Parent {
  open: Group
  readonly byText: Map<string, Group>
}

/** A group for as many keys as one call takes, of each distinct `$this`. A null key asks for nothing, and one that is no scalar fails alone. */
function groupKeys(
  binding: HttpBinding,
  { keys: indexes, group: shared, size }: HttpBatch,
  keys: readonly Key[],
  settled: Map<number, unknown>,
  counter: EmptyCounter,
): Group[] {
  const all: Group[] = []
  const parents = new Map<unknown, Parent>()
  const parentOf = (key: Key): Parent => {
    const id = shared.length === 0 ? '' : printJson(shared.map(index => key[index] ?? null))
    const known = parents.get(id)
    if (known) return known
    const parent = { open: newGroup(key), byText: new Map<string, Group>() }
    all.push(parent.open)
    parents.set(id, parent)
    return parent
  }
  for (const [slot, key] of keys.entries()) {
    const text = batchText(key, indexes)
    if (typeof text !== 'string') {
      const empty = () => emptySlot(binding, 'null_key', counter)
      settled.set(slot, text === null ? empty() : valueError(binding, new TemplateValueError('batch')))
      continue
    }
    const parent = parentOf(key)
    let group = parent.byText.get(text)
    if (!group) {
      if (parent.open.batch.size === size) {
        parent.open = newGroup(key)
        all.push(parent.open)
      }
      group = parent.open
      group.batch.set(text, key)
      parent.byText.set(text, group)
    }
    group.slots.push(slot)
    group.keyTexts.push(text)
  }
  return all
}

/** The text of what a batch sends of a key; null where something of it is, undefined where something has no text. */
function batchText(key: Key, indexes: readonly number[]): string | null | undefined {
  const values = indexes.map(index => key[index])
  if (values.some(value => value === null || value === undefined)) return null
  const texts = values.map(scalarText)
  return texts.includes(undefined) ? undefined : keyTextOf(texts as readonly string[])
}

/** The same for requests that are the same. */
export function requestText({ method, path, headers, body }: HttpRequest): string {
  return JSON.stringify([method, path, [...headers], body])
}
