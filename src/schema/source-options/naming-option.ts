/** `naming`, which sources of every kind have. */
export const NAMING_OPTION = {
  takes: 'choice',
  type: 'sluice_Naming',
  values: ['SAME', 'SNAKE_CASE'],
  default: 'SAME',
  description: '`SNAKE_CASE`: `userID` is `user_id` upstream',
  see: 'names.md',
} as const
