import { notes, numbers, PLACE_COUNT, secrets, users } from './model.ts'

/** The database's part of the model; what mutations apply is counted by triggers, inside their own transactions. */
export const TABLES = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(100) NOT NULL);
  CREATE TABLE notes (id BIGINT PRIMARY KEY, user_id BIGINT NOT NULL, text VARCHAR(100) NOT NULL, KEY (user_id));
  CREATE TABLE secrets (id BIGINT PRIMARY KEY, owner VARCHAR(20) NOT NULL, text VARCHAR(100) NOT NULL);
  CREATE TABLE entries (id BIGINT AUTO_INCREMENT PRIMARY KEY, token VARCHAR(40) NOT NULL, user_id BIGINT NOT NULL);
  CREATE TABLE places (id BIGINT PRIMARY KEY, token VARCHAR(40) NOT NULL);
  CREATE TABLE applied (token VARCHAR(40) NOT NULL);
  INSERT INTO users VALUES ${rows(users.map(({ id, name }) => [id, name]))};
  INSERT INTO notes VALUES ${rows(notes.map(({ id, userId, text }) => [id, userId, text]))};
  INSERT INTO secrets VALUES ${rows(secrets.map(({ id, owner, text }) => [id, owner, text]))};
  INSERT INTO places VALUES ${rows(numbers(PLACE_COUNT).map(id => [id, 'none']))};
  CREATE TRIGGER entered AFTER INSERT ON entries FOR EACH ROW INSERT INTO applied VALUES (NEW.token);
  CREATE TRIGGER changed AFTER UPDATE ON places FOR EACH ROW INSERT INTO applied VALUES (NEW.token);
`

function rows(values: readonly (readonly (number | string)[])[]): string {
  return values.map(row => `(${row.map(value => JSON.stringify(value)).join(', ')})`).join(', ')
}
