import { type Naming, translate } from '../../../plan/naming.ts'
import { printPath, propertyPath } from '../../../plan/path.ts'
import { fittingNaming } from '../../name/fitting-naming.ts'
import type { Renaming } from '../../name/renaming.ts'
import { enumType } from '../../sdl/enum-type.ts'
import { EnumLiteral, type SdlArgument, type SdlDefinition, type SdlDirective, type SdlMember } from '../../sdl/sdl.ts'
import type { ArgumentDraft } from '../field/map-parameters.ts'
import type { RootField } from '../field/root-field.ts'
import { DEPRECATED } from '../schema/deprecated.ts'
import { type Draft, entriesPath, type FieldDraft, isMap, type ObjectDraft, typeText } from './draft.ts'

/** The naming under which fewer properties need an `@map`. */
export function namingOf(drafts: readonly Draft[]): Naming {
  const fields = drafts.flatMap(draft => ('fields' in draft ? draft.fields : []))
  return fittingNaming(fields.map(({ name, property }) => [name, property]))
}

export function rootDefinition(
  name: 'Query' | 'Mutation',
  fields: readonly RootField[],
  more: readonly SdlMember[] = [],
): SdlDefinition[] {
  const own = fields.map(
    ({ name: field, args, type, http, operation }): SdlMember => ({
      name: field,
      description: operation.description,
      args: args.map(printArgument),
      type: typeText(type),
      directives: [...(operation.deprecated ? [DEPRECATED] : []), { name: 'http', args: http }],
    }),
  )
  const members = [...own, ...more]
  return members.length === 0 ? [] : [{ kind: 'type', name, members }]
}

function printArgument({ name, type, needed, description, fallback, directives }: ArgumentDraft): SdlArgument {
  return {
    name,
    type: `${typeText(type)}${needed ? '!' : ''}`,
    description,
    directives,
    ...(fallback === undefined ? {} : { defaultValue: fallback }),
  }
}

/** Under its own name; what tells objects of a type goes by the one that it will have. */
export function draftDefinition(draft: Draft, naming: Naming, renaming: Renaming): SdlDefinition {
  const { name, description } = draft
  if (draft.kind === 'enum')
    return {
      ...enumType(name, draft.view.values, { valueNames: draft.view.names, isOpen: draft.isAnswered }),
      description,
    }
  if (draft.kind === 'union') {
    const { property, members } = draft
    const directives = [{ name: 'map', args: { from: printPath(propertyPath(property)) } }]
    return { kind: 'union', name, description, directives, types: members.map(member => member.name) }
  }
  const extra = draft.extra.map(({ name: field, type, from }): SdlMember => {
    const directives =
      'http' in from ? [{ name: 'http', args: from.http }] : mapOf(field, from.property, naming, 'type')
    return { name: field, type: typeText(type), directives }
  })
  const { home, toldBy } = draft
  return {
    kind: draft.kind,
    name,
    description,
    directives: [
      ...(toldBy === undefined || toldBy === renaming.type(name) ? [] : [{ name: 'map', args: { from: toldBy } }]),
      ...(home ? [{ name: 'http', args: home }] : []),
    ],
    members: [...draft.fields.map(field => fieldMember(field, draft, naming)), ...extra],
  }
}

function fieldMember(field: FieldDraft, { kind }: ObjectDraft, naming: Naming): SdlMember {
  const { name, property, description, type, needed, notation, fallback } = field
  // A needed input can't be deprecated (GraphQL specification, 3.13.3).
  const deprecated = field.deprecated && !(kind === 'input' && needed && fallback === undefined) ? [DEPRECATED] : []
  const map = isMap(type) ? [entriesOf(property)] : mapOf(name, property, naming, kind, notation)
  const directives = [...deprecated, ...map]
  return { name, description, type: `${typeText(type)}${needed ? '!' : ''}`, defaultValue: fallback, directives }
}

/** The entries of an object as a list. */
function entriesOf(property: string): SdlDirective {
  return { name: 'map', args: { from: printPath(entriesPath(property)) } }
}

/** `@map` where the name of the field does not lead to the property: a path in an answer, a name in an input. */
function mapOf(
  name: string,
  property: string,
  naming: Naming,
  kind: ObjectDraft['kind'],
  notation?: string,
): SdlDirective[] {
  const from = kind === 'type' ? printPath(propertyPath(property)) : property
  const args = {
    ...(translate(name, naming) === property ? {} : { from }),
    ...(notation === undefined ? {} : { as: new EnumLiteral(notation) }),
  }
  return Object.keys(args).length === 0 ? [] : [{ name: 'map', args }]
}
