import { createCallHooks, type HookSurroundings } from '../code/call-hooks.ts'
import type { OnHeld } from '../code/held.ts'
import type { ResolverSurroundings } from '../code/resolver-context.ts'
import type { Config } from '../config/config.ts'
import type { Log } from '../observe/log.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import type { CallHooks } from '../source/call-hooks.ts'
import type { OpenSources } from './open-sources.ts'

/** What the resolvers of a schema have in common; undefined for a schema without any. */
export function resolverSurroundings(
  { types }: SchemaPlan,
  { clients }: Pick<OpenSources, 'clients'>,
  surroundings: HookSurroundings,
): ResolverSurroundings | undefined {
  const fields = [...types.values()].flatMap(type => [...type.fields.values()])
  return fields.some(({ resolver }) => resolver) ? { ...surroundings, clients } : undefined
}

/** What calls of APIs go through; undefined for a schema without such hooks, whose calls are as if there were none. */
export function callHooks({ hooks }: SchemaPlan, surroundings: HookSurroundings): CallHooks | undefined {
  return hooks && createCallHooks(hooks, surroundings)
}

/** In development it is told once of each resolver and hook that it holds the event loop. */
export function heldTeller(log: Log, { profile }: Pick<Config, 'profile'>): OnHeld | undefined {
  if (profile !== 'development') return undefined
  const told = new Set<string>()
  return (coordinate, milliseconds) => {
    if (told.has(coordinate)) return
    told.add(coordinate)
    const what = coordinate.startsWith('hooks.') ? 'hook' : 'resolver'
    const facts = { coordinate, milliseconds: Math.round(milliseconds) }
    log.warn(facts, `a ${what} has held the event loop: no other request was answered meanwhile`)
  }
}
