import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import { DB_ERROR, load, openSource, sqlBinding } from './support.ts'

const TABLES = `
  CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, code VARCHAR(20));
  CREATE TABLE links (owner INTEGER, item INTEGER, note VARCHAR(20));
  INSERT INTO items VALUES (7, '7'), (8, 'x');
  INSERT INTO links VALUES (1, 7, '7 or 1=1'), (1, 8, '8');`

for (const dialect of DIALECTS)
  describe(dialect, () => {
    test('A join table whose column could not be equal to that of the rows is refused: a database might see a number in a text', async () => {
      await using database = await createDatabase(dialect, TABLES)
      await using source = await openSource(database.url)
      const through = (column: string, target: string) =>
        load(
          source,
          sqlBinding({
            keyColumns: ['owner'],
            orderBy: [{ column: 'id', direction: 'ASC' }],
            through: { table: 'links', where: [], on: [{ column, target }] },
          }),
          [[1]],
        )
      expect((await through('item', 'id')).slots).toMatchObject([[{ id: 7 }, { id: 8 }]])
      expect(await through('note', 'id')).toEqual({ slots: [DB_ERROR], sent: [] })
      expect(await through('item', 'code')).toEqual({ slots: [DB_ERROR], sent: [] })
      expect(await through('nothing', 'id')).toEqual({ slots: [DB_ERROR], sent: [] })
    })
  })
