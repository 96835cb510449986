import { constantCase } from '../name/case.ts'
import { NamesTaken } from '../name/names-taken.ts'
import { wordsOfProperty } from '../name/property-name.ts'
import type { SdlDefinition, SdlMember } from './sdl.ts'

/** The enum of a column's values: `PG-13` is `PG_13 @map(from: "PG-13")`. An open one has a value for all others. */
export function enumType(name: string, values: readonly string[], isOpen = false): SdlDefinition {
  const names = new NamesTaken()
  const member = (wish: string, from: string): SdlMember => {
    const given = names.take([wish])
    return { name: given, directives: given === from ? [] : [{ name: 'map', args: { from } }] }
  }
  const members = values.map(value =>
    member(constantCase(wordsOfProperty(value)) || (value === '' ? 'EMPTY' : 'VALUE'), value),
  )
  return { kind: 'enum', name, members: isOpen ? [...members, member('OTHER', '*')] : members }
}
