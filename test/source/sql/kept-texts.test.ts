import { expect, test } from 'vitest'
import type { Projection } from '../../../src/source/source-plan.ts'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import { arg, compare, header, literal, load, openSource, sqlBinding, template } from './support.ts'

const ITEMS = `
  CREATE TABLE items (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, name VARCHAR(20));
  INSERT INTO items VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'a'), (4, 3, 'c'), (5, 3, 'a'), (6, 4, 'b');`

const leaf: Projection = new Map()
const projectionOf = (...names: string[]): Projection => new Map(names.map(name => [name, leaf]))
const names = (slots: readonly unknown[]) =>
  slots.map(slot => (slot as { name: string }[]).map(({ name }) => name).join(''))

test.each(DIALECTS)('On %s what is kept of a statement binds the keys of each batch, however many', async dialect => {
  await using database = await createDatabase(dialect, ITEMS)
  await using source = await openSource(database.url)
  const projection = projectionOf('name')
  const binding = sqlBinding({ keyColumns: ['owner'], orderBy: [{ column: 'id', direction: 'ASC' }] })
  const ask = (...owners: number[]) =>
    load(
      source,
      binding,
      owners.map(owner => [owner]),
      { projection },
    )
  const texts: (string | undefined)[] = []
  for (const [owners, found] of [
    [
      [1, 2],
      ['ab', 'a'],
    ],
    [
      [3, 4],
      ['ca', 'b'],
    ],
    [[2], ['a']],
    [[4], ['b']],
    [
      [4, 3, 1],
      ['b', 'ca', 'ab'],
    ],
    [
      [9, 1, 2, 3],
      ['', 'ab', 'a', 'ca'],
    ],
  ] as const) {
    const { slots, sent } = await ask(...owners)
    expect(names(slots)).toEqual(found)
    texts.push(sent[0])
  }
  expect(texts[1]).toBe(texts[0])
  expect(texts[3]).toBe(texts[2])
  expect(texts[5]).toBe(texts[4])
  expect(new Set(texts).size).toBe(3)
})

test('Another projection, arguments, headers and values of the schema make another statement', async () => {
  await using database = await createDatabase('sqlite', ITEMS)
  await using source = await openSource(database.url)
  const projection = projectionOf('name')
  const where = (...filters: Parameters<typeof compare>[]) => filters.map(filter => compare(...filter))
  const byArg = sqlBinding({ keyColumns: ['owner'], where: where(['name', template(arg('name'))]) })
  const keys = [[1], [3]]
  const ask = async (binding: typeof byArg, said: Parameters<typeof load>[3]) =>
    names((await load(source, binding, keys, { projection, ...said })).slots)
  expect(await ask(byArg, { args: { name: 'a' } })).toEqual(['a', 'a'])
  expect(await ask(byArg, { args: { name: 'b' } })).toEqual(['b', ''])
  const byHeader = sqlBinding({ keyColumns: ['owner'], where: where(['name', template(header('x-name'))]) })
  expect(await ask(byHeader, { headers: { 'x-name': 'c' } })).toEqual(['', 'c'])
  expect(await ask(byHeader, { headers: { 'x-name': 'b' } })).toEqual(['b', ''])
  const byValue = sqlBinding({ keyColumns: ['owner'], where: where(['name', literal('a')]) })
  expect(await ask(byValue, {})).toEqual(['a', 'a'])
  expect(await ask(byValue, {})).toEqual(['a', 'a'])
  const plain = sqlBinding({ keyColumns: ['owner'] })
  expect(await ask(plain, {})).toEqual(['ab', 'ca'])
  const { slots } = await load(source, plain, keys, { projection: projectionOf('id', 'name') })
  expect(slots[1]).toMatchObject([
    { id: 4, name: 'c' },
    { id: 5, name: 'a' },
  ])
})

test('What is kept ends with the tables that it was made for', async () => {
  await using database = await createDatabase('postgres', ITEMS)
  await using source = await openSource(database.url)
  const binding = sqlBinding({ keyColumns: ['owner'] })
  const projection = projectionOf('name', 'color')
  const ask = () => load(source, binding, [[2], [4]], { projection })
  expect((await ask()).sent[0]).not.toContain('color')
  await database.run("ALTER TABLE items ADD COLUMN color VARCHAR(9) DEFAULT 'red'")
  await source.catalog?.(AbortSignal.timeout(30_000))
  const { slots, sent } = await ask()
  expect(sent[0]).toContain('color')
  expect(slots).toMatchObject([[{ name: 'a', color: 'red' }], [{ name: 'b', color: 'red' }]])
})
