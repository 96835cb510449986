import fc from 'fast-check'
import { expect, test } from 'vitest'
import { translate } from '../../src/plan/naming.ts'

for (const [name, column] of [
  ['id', 'id'],
  ['ID', 'id'],
  ['userID', 'user_id'],
  ['userIDs', 'user_ids'],
  ['userIDsOf', 'user_ids_of'],
  ['firstName', 'first_name'],
  ['address2', 'address2'],
  ['address2Line', 'address2_line'],
  ['homeURL', 'home_url'],
  ['HTMLBody', 'html_body'],
  ['URLSet', 'url_set'],
  ['aB', 'a_b'],
  ['x_y', 'x_y'],
  ['_private', '_private'],
] as const)
  test(`SNAKE_CASE writes ${name} as ${column}`, () => {
    expect(translate(name, 'SNAKE_CASE')).toBe(column)
  })

test('SNAKE_CASE is in lower case, loses no letter, and stays as it is when it is translated again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]*$/), name => {
      const snake = translate(name, 'SNAKE_CASE')
      expect(snake).toBe(snake.toLowerCase())
      expect(snake.replaceAll('_', '')).toBe(name.replaceAll('_', '').toLowerCase())
      expect(translate(snake, 'SNAKE_CASE')).toBe(snake)
      expect(translate(name, 'SAME')).toBe(name)
    }),
  )
})
