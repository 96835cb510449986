import type { ResolverSurroundings } from '../code/resolver-context.ts'
import type { Config } from '../config/config.ts'
import type { Log } from '../observe/log.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import type { OpenSources } from './open-sources.ts'

/** What the resolvers of a schema have in common; undefined for a schema without any. In development it is told once of each that holds the event loop. */
export function resolverSurroundings(
  { types }: SchemaPlan,
  { clients }: Pick<OpenSources, 'clients'>,
  log: Log,
  { profile }: Pick<Config, 'profile'>,
): ResolverSurroundings | undefined {
  const fields = [...types.values()].flatMap(type => [...type.fields.values()])
  if (!fields.some(({ resolver }) => resolver)) return undefined
  if (profile !== 'development') return { log, clients }
  const told = new Set<string>()
  return {
    log,
    clients,
    onHeld(coordinate, milliseconds) {
      if (told.has(coordinate)) return
      told.add(coordinate)
      const facts = { coordinate, milliseconds: Math.round(milliseconds) }
      log.warn(facts, 'a resolver has held the event loop: no other request was answered meanwhile')
    },
  }
}
