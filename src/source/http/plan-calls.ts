import { TemplateValueError } from '../../plan/evaluate.ts'
import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { TemplatePart, TemplateScope, ValueTemplate } from '../../plan/template.ts'
import { printJson } from '../json.ts'
import { SourceError } from '../source-error.ts'
import type { Key, SourcePlan } from '../source-plan.ts'
import { valueError } from './error.ts'
import { buildRequest, type HttpBase, type HttpRequest } from './request.ts'
import { emptySlot } from './split.ts'
import { scalarText } from './url-text.ts'

/** One request and the slots that its answer fills. */
export interface PlannedCall {
  readonly request: HttpRequest
  /** Positions of its keys among all keys. */
  readonly slots: number[]
  /** The text of each of these keys, by which the items of a batch's answer are told apart. */
  readonly keyTexts: string[]
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

/** The calls that answer the keys: one per group of a batch, else one per distinct request; mutations are never merged. */
export function planCalls(
  { binding, args }: SourcePlan<HttpBinding>,
  base: HttpBase,
  keys: readonly Key[],
  headers: TemplateScope['headers'],
): PlannedCalls {
  const settled = new Map<number, unknown>()
  const calls = new Map<unknown, PlannedCall>()
  const groups = binding.batch ? groupKeys(binding, keys, settled) : keys.map(soleKey)
  for (const { key, batch, slots, keyTexts } of groups) {
    const request = buildRequest(binding, base, { args, key, batch: [...batch.values()], headers })
    if (request === undefined || request instanceof SourceError) {
      for (const slot of slots) settled.set(slot, request ?? emptySlot(binding))
      continue
    }
    const identity = binding.mutation || binding.batch ? request : requestText(request)
    const same = calls.get(identity)
    if (same) same.slots.push(...slots)
    else calls.set(identity, { request, slots, keyTexts })
  }
  return { calls: [...calls.values()], settled }
}

function soleKey(key: Key, slot: number): Group {
  return { key, batch: new Map(), slots: [slot], keyTexts: [] }
}

/** One group per distinct `$this`. A null key asks for nothing, and one that is no scalar fails alone. */
function groupKeys(binding: HttpBinding, keys: readonly Key[], settled: Map<number, unknown>): Iterable<Group> {
  const index = batchIndex(binding)
  const groups = new Map<unknown, Group>()
  for (const [slot, key] of keys.entries()) {
    const value = key[index]
    const text = scalarText(value)
    if (text === undefined) {
      const missing = value === null || value === undefined
      settled.set(slot, missing ? emptySlot(binding) : valueError(binding, new TemplateValueError('batch')))
      continue
    }
    const parent = printJson(key.toSpliced(index, 1))
    const group: Group = groups.get(parent) ?? { key, batch: new Map(), slots: [], keyTexts: [] }
    groups.set(parent, group)
    if (!group.batch.has(text)) group.batch.set(text, key)
    group.slots.push(slot)
    group.keyTexts.push(text)
  }
  return groups.values()
}

/** Where in a key the value of `$batch` stands; the others are those of `$this`. */
function batchIndex({ path, query, headers, body }: HttpBinding): number {
  const parts = [...path, ...[...query, ...headers].map(named => named.value)].flat()
  for (const part of [...parts, ...(body ? bodyParts(body) : [])])
    if (typeof part !== 'string' && part.from.root === 'batch') return part.from.index
  return 0
}

function bodyParts(value: ValueTemplate): readonly TemplatePart[] {
  if (value.kind === 'template') return value.template
  if (value.kind === 'list') return value.items.flatMap(bodyParts)
  if (value.kind === 'object') return value.fields.flatMap(([, field]) => bodyParts(field))
  return []
}

function requestText({ method, path, headers, body }: HttpRequest): string {
  return JSON.stringify([method, path, [...headers], body])
}
