import { capital, pascalCase } from '../../name/case.ts'
import { singular } from '../../name/inflect.ts'
import { NamesTaken } from '../../name/names-taken.ts'
import { fieldNameOf, wordsOfProperty } from '../../name/property-name.ts'
import { wordsOf } from '../../name/words.ts'
import type { Notes } from '../../notes.ts'
import type { Located } from '../document/documents.ts'
import { ownText } from '../own-property.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import { type Annotations, isAlwaysThere, type ObjectView, type SchemaView } from '../schema/schema-view.ts'
import { dateNotation } from './date-notation.ts'
import { onlyValue } from './default-literal.ts'
import { type FieldDraft, isMap, type ObjectDraft, type Spot, type TypeRef } from './draft.ts'

type Side = ObjectDraft['kind']

/** The properties that clients can read or write: an answer has none that are only written, an input none that are only read. */
export function shownProperties(
  view: ObjectView,
  side: Side,
  reader: SchemaReader,
): [property: string, place: Located, view: SchemaView][] {
  return [...view.properties].flatMap(([property, place]): [string, Located, SchemaView][] => {
    const inner = reader.read(place)
    const isShown = side === 'type' ? !inner.writeOnly : !inner.readOnly
    return isShown && isNameable(property, side) ? [[property, place, inner]] : []
  })
}

/** `{$` begins an expression in an `@map`, an input's name there can't be empty, and half a character is no text. */
function isNameable(property: string, side: Side): boolean {
  return !property.includes('{$') && property.isWellFormed() && (side === 'type' || property !== '')
}

/** A type or input without its fields. */
export function objectDraft(kind: Side, view: ObjectView & Annotations, wishes: () => readonly string[]): ObjectDraft {
  const { description, name } = view
  return {
    kind,
    name: '',
    wishes,
    isComponent: name !== undefined,
    // What stands only in one place is described there.
    description: name === undefined ? undefined : description,
    view,
    fields: [],
    extra: [],
    home: undefined,
    toldBy: undefined,
    isPaged: false,
  }
}

/**
 * Gives a draft the fields of a view, its own or that of a rest of it; `typeOf` makes what stands in them. What a rest lacks
 * or has for itself may be null.
 */
export function fillFields(
  draft: ObjectDraft,
  view: ObjectView,
  reader: SchemaReader,
  notes: Notes,
  typeOf: (place: Located, named: Spot) => TypeRef,
): void {
  const isRest = view !== draft.view
  const names = new NamesTaken(draft.fields.map(({ name }) => name))
  tellOfRest(draft, view, reader, notes)
  if (isRest)
    for (const field of draft.fields) {
      const place = view.properties.get(field.property)
      if (!place || !isCertain(view, field.property, reader.read(place), draft.kind)) field.needed = false
    }
  for (const [property, place, inner] of shownProperties(view, draft.kind, reader)) {
    if (isRest && draft.fields.some(field => field.property === property)) continue
    const name = names.take([fieldNameOf(property, 'value')])
    const type = typeOf(place, {
      words: wordsOfProperty(property),
      typeName: words => nameInside(draft, pascalCase(words) || 'Value'),
      isArgument: false,
      takesNotation: true,
      coordinate: () => `${draft.name}.${name}`,
    })
    const needed = !isRest && isCertain(view, property, inner, draft.kind)
    const field: FieldDraft = {
      name,
      property,
      description: descriptionOf(place, inner),
      deprecated: inner.deprecated,
      type,
      needed,
      notation: notationOf(inner, type, draft, reader),
      fallback: draft.kind === 'input' && needed ? onlyValue(type) : undefined,
    }
    draft.fields.push(field)
  }
}

/** How the API writes a value of a type; one value in place of a list of one is something for answers alone. */
function notationOf(view: SchemaView, type: TypeRef, { kind }: ObjectDraft, reader: SchemaReader): string | undefined {
  if (kind === 'type' && view.kind === 'choice' && type.kind === 'list' && !isMap(type)) return 'single'
  return dateNotation(view.kind === 'list' ? reader.read(view.items) : view)
}

function isCertain(view: ObjectView, property: string, inner: SchemaView, side: Side): boolean {
  const isThere = side === 'type' ? isAlwaysThere(view, property) : view.required.has(property)
  return isThere && !mayBeNull(inner, side)
}

/** What may be anything may be null; what a client says for it should be something. */
export function mayBeNull({ nullable, kind }: SchemaView, side: Side): boolean {
  return nullable || (kind === 'any' && side === 'type')
}

/** Tells what of the objects no field has. */
function tellOfRest(draft: ObjectDraft, view: ObjectView, reader: SchemaReader, notes: Notes): void {
  const { properties, isOpen, subtypes } = view
  const typeName = () => notes.renaming.type(draft.name)
  for (const property of properties.keys())
    if (!isNameable(property, draft.kind))
      notes.leaveOut(() => `The property ${JSON.stringify(property)} of ${typeName()}`, 'no @map can name it')
  if (isOpen) notes.leaveOut(() => `More properties of ${typeName()}`, 'the document does not name them')
  if (subtypes !== undefined && draft.kind === 'type' && !reader.kindsOf(view))
    notes.leaveOut(() => `What else a ${typeName()} has by its ${JSON.stringify(subtypes)}`, 'its type is one')
}

/** That of a component is the type's; its field has what is said beside the reference. */
function descriptionOf({ value }: Located, view: SchemaView): string | undefined {
  return 'name' in view && view.name !== undefined ? ownText(value, 'description') : view.description
}

/** `PostAuthor` in `Post`, `PostAuthorInput` in `PostInput`. */
function nameInside({ kind, name }: ObjectDraft, inner: string): string {
  return kind === 'input' && name.endsWith('Input')
    ? `${name.slice(0, -'Input'.length)}${inner}Input`
    : `${name}${inner}`
}

/** The place of a list's items. */
export function itemPlace(place: Spot): Spot {
  return { ...place, words: singular(place.words), isItem: true }
}

/** The names that a component, or what stands at a place, would like. */
export function wishesOf({ name }: Pick<ObjectView, 'name'>, place: Spot, suffix: string): string[] {
  const wish = name === undefined ? capital(place.typeName(place.words)) : pascalCase(wordsOf(name)) || 'Schema'
  return [wish, `${wish}${suffix}`]
}
