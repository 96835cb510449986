import { constantCase } from '../name/case.ts'
import { NamesTaken } from '../name/names-taken.ts'
import { wordsOfProperty } from '../name/property-name.ts'
import type { SdlDefinition, SdlMember } from './sdl.ts'

/** The enum of a column's values: `PG-13` is `PG_13 @map(from: "PG-13")`. */
export function enumType(name: string, values: readonly string[]): SdlDefinition {
  const names = new NamesTaken()
  const members = values.map((value): SdlMember => {
    const member = names.take([constantCase(wordsOfProperty(value)) || (value === '' ? 'EMPTY' : 'VALUE')])
    return { name: member, directives: member === value ? [] : [{ name: 'map', args: { from: value } }] }
  })
  return { kind: 'enum', name, members }
}
