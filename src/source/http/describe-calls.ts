import { evaluateValue } from '../../plan/evaluate.ts'
import type { HttpBatch, HttpBinding } from '../../plan/http/http-binding.ts'
import { NOBODY } from '../../plan/nobody.ts'
import { isConstant } from '../../plan/value-expressions.ts'
import type { CallDescription, LoadFacts } from '../call-description.ts'
import type { Client } from '../client.ts'
import { NoAnswer } from '../empty-slot.ts'
import { pageProjection } from '../page-projection.ts'
import { SourceError } from '../source-error.ts'
import type { Key, SourcePlan } from '../source-plan.ts'
import type { HttpBase } from './http-base.ts'
import { requestText } from './plan-calls.ts'
import { buildRequest } from './request.ts'

type HttpPlan = SourcePlan<HttpBinding>

export interface DescribeOptions {
  readonly base: HttpBase
  readonly maxUrlBytes: number
  /** Whether answers are kept, so that nothing may have to be sent. */
  readonly isCached: boolean
}

/** A key as long as a UUID: with longer ones a batch may need more URLs. */
const USUAL_KEY = '0'.repeat(36)

/** The calls of a load of the binding. */
export function describeCalls(
  plan: HttpPlan,
  { hasArgs, given, client }: LoadFacts,
  { base, maxUrlBytes, isCached }: DescribeOptions,
): CallDescription {
  const { binding, args } = plan
  const { method, text, batch, pages, connection, mutation } = binding
  const isNothing = connection !== undefined && asksForNothing(plan)
  // Whatever a request says otherwise, it is asked with one parent of the root: the empty key.
  const request = hasArgs && !isNothing ? buildRequest(binding, base, { args, key: [], batch: [], client }) : undefined
  const isSent = request !== undefined && !(request instanceof SourceError || request instanceof NoAnswer)
  const mayBeKept = isCached && method === 'GET'
  return {
    text,
    keysPerCall: batch ? keysPerURL(plan, batch, base, maxUrlBytes) : 1,
    callsEach: isNothing ? 0 : pages ? pages.maxPages : 1,
    least: mayBeKept ? 0 : given ? requestsFor(given, plan, base, client) : Number(isSent),
    identity: isSent && !mutation && !given ? requestText(request) : undefined,
    maxItems: maxItemsOf(plan, hasArgs),
  }
}

/** How many requests the keys need, as far as they share none: one for all of a batch. */
function requestsFor(keys: readonly Key[], { binding, args }: HttpPlan, base: HttpBase, client: Client): number {
  const requests = keys.flatMap(key => {
    const request = buildRequest(binding, base, { args, key, batch: binding.batch ? [key] : [], client })
    return request instanceof SourceError || request instanceof NoAnswer ? [] : requestText(request)
  })
  return Math.min(new Set(requests).size, binding.batch ? 1 : Number.POSITIVE_INFINITY)
}

function asksForNothing({ projection }: SourcePlan): boolean {
  const { hasRows, totalCount } = pageProjection(projection)
  return !hasRows && !totalCount
}

/** Keys of one group, whose URL is not too long where they are as long as usual; nobody knows of how many groups they are. */
function keysPerURL(
  { binding, args }: HttpPlan,
  { keys, group, size }: HttpBatch,
  base: HttpBase,
  maxUrlBytes: number,
): number {
  if (group.length > 0) return 1
  const key = Array<string>(Math.max(...keys) + 1).fill(USUAL_KEY)
  const isTooLong = (count: number) => {
    const batch = Array<typeof key>(count).fill(key)
    const request = buildRequest(binding, base, { args, key: [], batch, client: NOBODY })
    return 'path' in request && request.path.length > maxUrlBytes
  }
  // What is longer than a URL may be by its keys alone is not built; where they don't stand in it, none is too long.
  const longest = Math.floor(maxUrlBytes / USUAL_KEY.length) + 1
  if (!isTooLong(Math.min(size, longest))) return size
  let most = Number.isFinite(size) ? size : longest
  while (most > 1 && (most > longest || isTooLong(most))) most = Math.ceil(most / 2)
  // What was halved may be little more than half as long as fits.
  return Math.max(1, Math.floor(most / 2))
}

function maxItemsOf({ binding: { pages, connection }, args }: HttpPlan, hasArgs: boolean) {
  if (!pages) return undefined
  const first = connection?.first
  if (!first || !(hasArgs || isConstant(first))) return pages.maxItems
  const wanted = evaluateValue(first, { args, key: [], batch: [], client: NOBODY })
  return typeof wanted === 'number' ? Math.min(wanted, pages.maxItems) : pages.maxItems
}
