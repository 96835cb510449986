/** How a source spells the names of plain fields and of inputs that are sent whole. */
export type Naming = 'SAME' | 'SNAKE_CASE'

/** `userID` is `user_id`, `postIDs` is `post_ids`, `address2` stays. */
export function translate(name: string, naming: Naming): string {
  if (naming === 'SAME') return name
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z](?!s(?![a-z]))[a-z])/g, '$1_$2')
    .toLowerCase()
}
