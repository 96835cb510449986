import { GraphQLError } from 'graphql'
import { estimateCost, SizeUnsaid } from '../plan/operation/estimate-cost.ts'
import type { Selection } from '../plan/operation/operation-plan.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import type { PlaceLoaders } from './place-loaders.ts'

/** What an operation may cost. */
export interface CostLimit {
  /** `Infinity` for none. */
  readonly most: number
  readonly isMeasured: boolean
  /** Told of one that costs more, where that is only measured. */
  onExceeded(): void
  /** Told what it may cost, and of what its answer will be. */
  readonly onEstimated?: ((cost: number, root: Selection) => void) | undefined
}

/** The error of an operation that may cost more than it may; arguments that can't be read are told where they are used. */
export function refuseCost(
  limit: CostLimit,
  selection: Selection,
  schemaPlan: SchemaPlan,
  loaders: PlaceLoaders,
): GraphQLError | undefined {
  const { most, isMeasured } = limit
  try {
    const cost = estimateCost(selection, schemaPlan, place => loaders.argsIfAny(place) ?? {})
    limit.onEstimated?.(cost, selection)
    if (cost <= most) return undefined
  } catch (error) {
    if (!(error instanceof SizeUnsaid)) throw error
    return new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT' } })
  }
  if (isMeasured) {
    limit.onExceeded()
    return undefined
  }
  const extensions = { code: 'OPERATION_LIMIT_EXCEEDED', limit: 'cost', most }
  return new GraphQLError(`The operation may cost more than ${most}.`, { extensions })
}
