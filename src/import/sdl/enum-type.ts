import { constantCase } from '../name/case.ts'
import { NamesTaken } from '../name/names-taken.ts'
import { wordsOfProperty } from '../name/property-name.ts'
import type { SdlDefinition, SdlMember } from './sdl.ts'

/**
 * The enum of some values: `PG-13` is `PG_13 @map(from: "PG-13")`, a number is called by its name. An open one has a value for all
 * others.
 */
export function enumType(
  name: string,
  values: readonly (string | number)[],
  {
    valueNames,
    isOpen = false,
  }: { readonly valueNames?: readonly string[] | undefined; readonly isOpen?: boolean } = {},
): SdlDefinition {
  const names = new NamesTaken()
  const member = (wish: string, from: string | number): SdlMember => {
    const given = names.take([wish])
    return { name: given, directives: given === from ? [] : [{ name: 'map', args: { from } }] }
  }
  const members = values.map((value, at) => {
    const wish = constantCase(wordsOfProperty(valueNames?.[at] ?? String(value)))
    return member(wish || (value === '' ? 'EMPTY' : 'VALUE'), value)
  })
  return { kind: 'enum', name, members: isOpen ? [...members, member('OTHER', '*')] : members }
}
