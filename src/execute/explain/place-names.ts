import type { FieldPlace } from '../../plan/operation/operation-plan.ts'
import type { Shape } from '../../plan/operation/shape.ts'

/** The response position of a place under its parent's, `posts[].author`. */
export function positionOf({ position }: { readonly position: string }, { responseKey }: FieldPlace): string {
  return position === '' ? responseKey : `${position}.${responseKey}`
}

/** The same without brackets. */
export function nameOf({ name }: { readonly name: string }, { responseKey }: FieldPlace): string {
  return name === '' ? responseKey : `${name}.${responseKey}`
}

/** What a position has behind it for each list in a value. */
export function brackets(shape: Shape): string {
  return shape.kind === 'list' ? `[]${brackets(shape.item)}` : ''
}

/** Schema coordinate of a place's field. */
export function coordinateOf({ parentType, definition }: FieldPlace): string {
  return `${parentType.name}.${definition.name}`
}
