import { expect, test } from 'vitest'
import { importDatabase } from '../../src/compose/import-database.ts'
import { looksSecret } from '../../src/import/sql/looks-secret.ts'
import type { ColumnStructure } from '../../src/source/structure.ts'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

const TABLES = `
  CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL, password_hash VARCHAR(60),
    api_key VARCHAR(40), password_changed_at DATE, card_number VARCHAR(20), token_type VARCHAR(20));
  CREATE TABLE sessions (token VARCHAR(40) NOT NULL PRIMARY KEY, user_id INTEGER NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id));
  INSERT INTO users (id, name, password_hash, token_type) VALUES (1, 'Ann', 'x', 'plain');
  INSERT INTO sessions (token, user_id) VALUES ('t', 1);`

for (const dialect of DIALECTS)
  test(`Columns that look like secrets are left out, with what to write to show them (${dialect})`, async () => {
    await using database = await createDatabase(dialect, TABLES)
    const { text } = await importDatabase({ url: database.url, mutations: true, directory: '/' })
    const told = [...text.matchAll(/Left out: (.*)/g)].map(([, line]) => line)
    expect(told).toEqual([
      'The column "sessions.token": it looks like a secret. To show it, add to Session: token: String',
      'The column "users.password_hash": it looks like a secret. To show it, add to User: passwordHash: String',
      'The column "users.api_key": it looks like a secret. To show it, add to User: apiKey: String',
      'The column "users.card_number": it looks like a secret. To show it, add to User: cardNumber: String',
    ])
    const fields = text
      .split('\n')
      .filter(line => !line.startsWith('#'))
      .join('\n')
    expect(fields).not.toMatch(/passwordHash|apiKey|cardNumber|token:/)
    expect(fields).toMatch(/passwordChangedAt: Date/)
    const shown = text.replace(/^type User .*\{$/m, '$&\n  passwordHash: String')
    await using gateway = await startTestGateway({ schema: shown, environment: { DATABASE_URL: database.url } })
    const { body } = await gateway.query('{ users { name tokenType passwordHash sessions { user { id } } } }')
    const user = { name: 'Ann', tokenType: 'plain', passwordHash: 'x', sessions: [{ user: { id: '1' } }] }
    expect(body).toEqual({ data: { users: [user] } })
  })

test.each([
  ['password', true],
  ['passwordHint', true],
  ['PWD', true],
  ['client_secret', true],
  ['reset_token', true],
  ['token_count', false],
  ['sha256_hash', true],
  ['hashtag', false],
  ['salt', true],
  ['salted_butter', false],
  ['SSN', true],
  ['lessness', false],
  ['private_key', true],
  ['key', false],
  ['foreign_key', false],
  ['creditCardNumber', true],
  ['number', false],
  ['shopping', false],
  ['pin', true],
  ['pinned', false],
])('The name %s says that it is a secret: %s', (name, expected) => {
  const column = { name, kind: 'text' } as ColumnStructure
  expect([looksSecret(column), looksSecret({ ...column, kind: 'integer' })]).toEqual([expected, false])
})
