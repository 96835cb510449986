import { expect, test } from 'vitest'
import { importDatabase } from '../../src/compose/import-database.ts'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

/** A film rental: keys are named after their tables, tables are in the singular, every row has the time of its change. */
const FILM_RENTAL = `
  CREATE TABLE language (language_id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL);
  CREATE TABLE film (film_id INTEGER NOT NULL PRIMARY KEY, title VARCHAR(100) NOT NULL, language_id INTEGER NOT NULL,
    original_language_id INTEGER, rental_rate DECIMAL(4, 2) NOT NULL, last_update TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (language_id) REFERENCES language (language_id),
    FOREIGN KEY (original_language_id) REFERENCES language (language_id));
  CREATE TABLE actor (actor_id INTEGER NOT NULL PRIMARY KEY, first_name VARCHAR(45) NOT NULL);
  CREATE TABLE film_actor (actor_id INTEGER NOT NULL, film_id INTEGER NOT NULL,
    last_update TIMESTAMP DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (actor_id, film_id),
    FOREIGN KEY (actor_id) REFERENCES actor (actor_id), FOREIGN KEY (film_id) REFERENCES film (film_id));
  CREATE TABLE film_text (film_id INTEGER NOT NULL PRIMARY KEY, description VARCHAR(100),
    FOREIGN KEY (film_id) REFERENCES film (film_id));
  CREATE TABLE inventory (inventory_id INTEGER NOT NULL PRIMARY KEY, film_id INTEGER NOT NULL,
    FOREIGN KEY (film_id) REFERENCES film (film_id));
  CREATE TABLE rental (rental_id INTEGER NOT NULL PRIMARY KEY, inventory_id INTEGER NOT NULL, return_date DATE,
    FOREIGN KEY (inventory_id) REFERENCES inventory (inventory_id));
  INSERT INTO language (language_id, name) VALUES (1, 'English'), (2, 'Finnish');
  INSERT INTO film (film_id, title, language_id, original_language_id, rental_rate) VALUES
    (1, 'Snow', 1, 2, 0.99), (2, 'Rain', 1, NULL, 2.50);
  INSERT INTO actor (actor_id, first_name) VALUES (1, 'Aki'), (2, 'Kati');
  INSERT INTO film_actor (actor_id, film_id) VALUES (1, 1), (2, 1), (2, 2);
  INSERT INTO film_text (film_id, description) VALUES (1, 'White.');
  INSERT INTO inventory (inventory_id, film_id) VALUES (7, 1), (8, 1);
  INSERT INTO rental (rental_id, inventory_id, return_date) VALUES (1, 7, '2026-01-02'), (2, 7, NULL);`

for (const dialect of DIALECTS)
  test(`A film rental is served as it is (${dialect})`, async () => {
    await using database = await createDatabase(dialect, FILM_RENTAL)
    const options = {
      url: database.url,
      mutations: true,
      directory: '/',
    }
    const { text } = await importDatabase(options)
    expect(text).not.toContain('Left out')
    await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
    const { body } = await gateway.query(`{
      films(orderBy: [{ title: ASC }]) {
        title
        language { name }
        originalLanguage { name filmsByOriginalLanguage { title } }
        actors(orderBy: [{ firstName: DESC }]) { firstName films { title } }
        filmText { description }
        inventories { rentals(where: { returnDate: { isNull: true } }) { rentalId } }
      }
      filmActors(where: { actor: { firstName: { eq: "Aki" } } }) { film { title } }
    }`)
    const aki = { firstName: 'Aki', films: [{ title: 'Snow' }] }
    const kati = { firstName: 'Kati', films: [{ title: 'Snow' }, { title: 'Rain' }] }
    expect(body).toEqual({
      data: {
        films: [
          {
            title: 'Rain',
            language: { name: 'English' },
            originalLanguage: null,
            actors: [kati],
            filmText: null,
            inventories: [],
          },
          {
            title: 'Snow',
            language: { name: 'English' },
            originalLanguage: { name: 'Finnish', filmsByOriginalLanguage: [{ title: 'Snow' }] },
            actors: [kati, aki],
            filmText: { description: 'White.' },
            inventories: [{ rentals: [{ rentalId: '2' }] }, { rentals: [] }],
          },
        ],
        filmActors: [{ film: { title: 'Snow' } }],
      },
    })
  })
