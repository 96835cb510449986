import { camelCase, pascalCase } from '../name/case.ts'
import { singular } from '../name/inflect.ts'
import { ownName } from '../name/name-types.ts'
import { NamesTaken } from '../name/names-taken.ts'
import { wordsOf } from '../name/words.ts'
import type { SdlDefinition, SdlDirective, SdlMember } from '../sdl/sdl.ts'
import type { JoinTable } from './join-table.ts'
import { keyArguments } from './key-arguments.ts'
import { type FieldModel, holdsRanges, type Model, type TypeModel } from './model.ts'

/** The root of mutations with its inputs: of each table a row is created, changed and deleted by its key. */
export function mutationTypes({ types, hiddenJoins }: Model): SdlDefinition[] {
  const names = new NamesTaken()
  const inputs: SdlDefinition[] = []
  const members = types.flatMap(type => (type.table.kind === 'view' ? [] : rowMembers(type, names, inputs)))
  const all = [...members, ...hiddenJoins.flatMap(join => joinMembers(join, names))]
  return all.length === 0 ? [] : [{ kind: 'type', name: 'Mutation', members: all }, ...inputs]
}

function rowMembers(type: TypeModel, names: NamesTaken, inputs: SdlDefinition[]): SdlMember[] {
  const written = [...type.fields.values()].filter(({ column }) => !column.generated && !holdsListsOfLists(column))
  const changed = written.filter(({ column }) => !type.identity.includes(column.name))
  const take = (verb: string) => names.take([camelCase([verb, ...type.words]), `${verb}${type.name}`])
  const members: SdlMember[] = []
  if (written.length > 0 && needsNothingElse(type, written)) {
    inputs.push(inputType(`${type.name}Input`, written, field => isRequired(field, type)))
    const args = [{ name: 'input', type: `${type.name}Input!` }]
    // The row that is answered is read by its key.
    const hasKey = type.identity.length > 0
    const sql = { ...(hasKey ? {} : { type: type.name }), insert: '{$args.input}' }
    members.push({
      name: take('create'),
      args,
      type: hasKey ? type.name : 'Boolean',
      directives: [{ name: 'sql', args: sql }],
    })
  }
  if (type.identity.length === 0) return members
  const { args, where } = keyArguments(type, type.identity)
  if (changed.length > 0) {
    inputs.push(inputType(`${type.name}Changes`, changed, () => false))
    const changes = { name: 'changes', type: `${type.name}Changes!` }
    const sql = { update: '{$args.changes}', where }
    members.push({
      name: take('update'),
      args: [...args, changes],
      type: type.name,
      directives: [{ name: 'sql', args: sql }],
    })
  }
  const sql = { delete: true, where }
  members.push({ name: take('delete'), args, type: type.name, directives: [{ name: 'sql', args: sql }] })
  return members
}

/** PostgreSQL's arrays of several dimensions are read only. */
function holdsListsOfLists({ dimensions = 0 }: FieldModel['column']): boolean {
  return dimensions > 1
}

function inputType(
  name: string,
  fields: readonly FieldModel[],
  isNeeded: (field: FieldModel) => boolean,
): SdlDefinition {
  const members = fields.map(
    (field): SdlMember => ({
      name: field.name,
      description: field.column.comment,
      type: isNeeded(field) ? `${writtenType(field)}!` : writtenType(field),
    }),
  )
  return { kind: 'input', name, members }
}

/** A range is an object, and so another type where it is taken. */
function writtenType({ type, column }: FieldModel): string {
  return holdsRanges(column) ? type.replace(/\w+Range\b/, '$&Input') : type
}

/** A row needs what has no default; of its key, only what the database tells of a new row may be left out. */
function isRequired({ column }: FieldModel, { identity, table }: TypeModel): boolean {
  if (identity.includes(column.name))
    return !column.hasDefault || (table.tellsCountedOnly === true && column.kind !== 'integer')
  return !column.nullable && !column.hasDefault
}

/** Whether a row can be made of the fields alone. */
function needsNothingElse({ table }: TypeModel, written: readonly FieldModel[]): boolean {
  const columns = new Set(written.map(({ column }) => column))
  return [...table.columns.values()].every(column => column.nullable || column.hasDefault || columns.has(column))
}

/** A pair of a join table without a type is made and taken away; its names are the database's. */
function joinMembers({ table, sides }: JoinTable, names: NamesTaken): SdlMember[] {
  const words = singular(wordsOf(ownName(table)))
  const columns = [...new Set(sides.flatMap(side => side.columns))]
  const taken = new NamesTaken()
  const pairs = columns.map(column => ({ column, arg: taken.take([camelCase(wordsOf(column)) || 'column']) }))
  const args = pairs.map(({ arg }) => ({ name: arg, type: 'ID!' }))
  const row = Object.fromEntries(pairs.map(({ column, arg }) => [column, `{$args.${arg}}`]))
  const take = (verb: string) => names.take([camelCase([verb, ...words]), `${verb}${pascalCase(words)}Pair`])
  const member = (verb: string, sql: SdlDirective) => ({
    name: take(verb),
    args,
    type: 'Boolean',
    directives: [sql],
  })
  return [
    member('create', { name: 'sql', args: { table: table.name, insert: row } }),
    member('delete', { name: 'sql', args: { table: table.name, delete: true, where: row } }),
  ]
}
