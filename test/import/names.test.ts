import { expect, test } from 'vitest'
import { camelCase, constantCase, pascalCase } from '../../src/import/name/case.ts'
import { plural, singular } from '../../src/import/name/inflect.ts'
import { NamesTaken } from '../../src/import/name/names-taken.ts'
import { wordsOf } from '../../src/import/name/words.ts'

test('Words are told apart by every sign and by capitals, and are ASCII', () => {
  const cases: [string, string][] = [
    ['film_actors', 'film actors'],
    ['FILM_ACTORS', 'film actors'],
    ['userID', 'user id'],
    ['HTTPServerLog', 'http server log'],
    ['address2', 'address2'],
    ['zip code', 'zip code'],
    ["it's", 'its'],
    ['Straße', 'strasse'],
    ['ŁÓDŹ_Ærø', 'lodz aero'],
    ['__typename', 'typename'],
    ['価格', ''],
  ]
  for (const [name, words] of cases) expect(wordsOf(name).join(' ')).toBe(words)
})

test('Types are one and lists are many', () => {
  const pairs: [string, string][] = [
    ['address', 'addresses'],
    ['category', 'categories'],
    ['person', 'people'],
    ['status', 'statuses'],
    ['series', 'series'],
    ['movie', 'movies'],
    ['cookie', 'cookies'],
    ['news', 'news'],
    ['bus', 'buses'],
    ['canvas', 'canvases'],
    ['lens', 'lenses'],
    ['analysis', 'analyses'],
    ['data', 'data'],
    ['schema', 'schemas'],
    ['virus', 'viruses'],
    ['child', 'children'],
    ['tax', 'taxes'],
    ['quiz', 'quizzes'],
    ['house', 'houses'],
    ['key', 'keys'],
  ]
  for (const [one, many] of pairs) {
    expect([singular([one]), plural([one])]).toEqual([[one], [many]])
    expect([singular([many]), plural([many])]).toEqual([[one], [many]])
  }
  expect(singular(['orders', 'lines'])).toEqual(['orders', 'line'])
  expect(singular(['s'])).toEqual(['s'])
})

test('Names begin with a letter or an underscore', () => {
  expect(camelCase(['2nd', 'name'])).toBe('_2ndName')
  expect(pascalCase(['film', 'actor'])).toBe('FilmActor')
  expect(constantCase(['pg', '13'])).toBe('PG_13')
  expect(constantCase(['3d'])).toBe('_3D')
})

test('A name is given once, with all that it takes with it', () => {
  const names = new NamesTaken(['Query'])
  const filter = (name: string) => [`${name}Filter`]
  expect(names.take(['Product'], filter)).toBe('Product')
  expect(names.take(['ProductFilter', 'ProductFilterRow'], filter)).toBe('ProductFilterRow')
  expect(names.take(['Query', 'QueryRow'], filter)).toBe('QueryRow')
  expect(names.take(['Query', 'QueryRow'], filter)).toBe('QueryRow2')
  expect(names.take(['', 'Table'], filter)).toBe('Table')
})
