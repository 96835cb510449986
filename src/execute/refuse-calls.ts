import { GraphQLError } from 'graphql'
import type { Loader } from '../load/loader.ts'
import type { Loaders } from '../load/loaders.ts'
import type { FieldPlace, Selection } from '../plan/operation/operation-plan.ts'
import type { KeyedPlan } from '../plan/schema-plan.ts'
import type { Key } from '../source/source-plan.ts'
import { givenKeys } from './argument-keys.ts'
import { LeastCalls } from './explain/least-calls.ts'
import type { Pace } from './pace.ts'
import type { PlaceLoaders } from './place-loaders.ts'

/** The fewest calls that one root field may take: the rows of a page, and their number. */
const MOST_OF_FIELD = 2

/** Whether an operation has so many root fields that it may make too many calls whatever is answered; few have. */
export function hasManyCalls({ deepPlaces }: Selection, loaders: Loaders): boolean {
  return deepPlaces.length * MOST_OF_FIELD > loaders.callsLeft
}

/** The error of an operation whose root fields alone make more calls than it may: before anything is called. */
export async function refuseCalls(
  root: Selection,
  placeLoaders: PlaceLoaders,
  loaders: Loaders,
  pace: Pace,
): Promise<GraphQLError | undefined> {
  const [least, most] = [await pace.run(leastOf(root, placeLoaders, loaders)), loaders.callsLeft]
  if (least <= most) return undefined
  const extensions = { code: 'OPERATION_LIMIT_EXCEEDED', limit: 'calls', most, least }
  const message = `The operation makes at least ${least} calls to sources, and no more than ${most} are made for one.`
  return new GraphQLError(message, { extensions })
}

function* leastOf({ deepPlaces }: Selection, placeLoaders: PlaceLoaders, loaders: Loaders): Generator<void, number> {
  const least = new LeastCalls()
  const seen = new Set<Loader>()
  const keys = new Map<KeyedPlan['home'], { readonly place: FieldPlace; readonly given: Key[] }>()
  for (const place of deepPlaces) {
    yield
    const { bound, keyed } = (place.denial ? undefined : place.field) ?? {}
    const args = (bound || keyed) && placeLoaders.argsIfAny(place)
    if (!args) continue
    if (keyed) {
      const known = keys.get(keyed.home) ?? { place, given: [] }
      keys.set(keyed.home, known)
      for (const key of givenKeys(keyed, args)) known.given.push(key)
    } else if (bound) {
      const loader = placeLoaders.ofBinding(place, bound, args)
      if (seen.has(loader)) continue
      seen.add(loader)
      least.add(bound.source, loaders.describe(bound.source, loader.plan, { keys: 1, hasArgs: true }))
    }
  }
  for (const [home, { place, given }] of keys) {
    const { plan } = placeLoaders.ofHome(place, home)
    // So many are too many already.
    const looked = given.slice(0, loaders.callsLeft + 1)
    least.add(home.source, loaders.describe(home.source, plan, { keys: given.length, hasArgs: true, given: looked }))
  }
  return least.count
}
