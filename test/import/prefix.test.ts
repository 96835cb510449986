import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import { importSample } from '../../src/import/json/import-sample.ts'
import { importDocument } from '../../src/import/openapi/import-document.ts'
import { importStructure } from '../../src/import/sql/import-structure.ts'
import { checkSchema, createSchema, importDatabase } from '../../src/index.ts'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { RANDOM_DOCUMENT } from './openapi/random-document.ts'
import { problemsOf } from './problems-of.ts'
import { RANDOM_STRUCTURE } from './random-structure.ts'

const FILMS = `
CREATE TABLE films (id INT PRIMARY KEY, title VARCHAR(20) NOT NULL, password_hash VARCHAR(9));
CREATE TABLE actors (id INT PRIMARY KEY, name VARCHAR(20));
CREATE TABLE film_actors (film_id INT, actor_id INT, PRIMARY KEY (film_id, actor_id),
  FOREIGN KEY (film_id) REFERENCES films (id), FOREIGN KEY (actor_id) REFERENCES actors (id));
INSERT INTO films (id, title) VALUES (1, 'Dawn'), (2, 'Dusk');
INSERT INTO actors VALUES (1, 'Ann');
INSERT INTO film_actors VALUES (2, 1);`

for (const dialect of DIALECTS)
  test(`Two imports of one database stand side by side (${dialect})`, async () => {
    await using database = await createDatabase(dialect, FILMS)
    await using directory = await createTempDirectory()
    const { url } = database
    for (const prefix of [undefined, 'Shop']) {
      const { text } = await importDatabase({ url, prefix, mutations: true, directory: directory.path })
      await writeFile(join(directory.path, `${prefix ?? 'plain'}.graphql`), text)
    }
    const environment = { DATABASE_URL: url, SHOP_DATABASE_URL: url }
    expect(await checkSchema({ schemaPath: directory.path, environment })).toEqual([])
    await using bound = await createSchema({ schemaPath: directory.path, environment })
    const ask = async (source: string) => JSON.parse(JSON.stringify(await graphql({ schema: bound.schema, source })))
    const where = '(where: { actors: { some: { name: { eq: "Ann" } } } })'
    expect(
      await ask(`{ films${where} { title } shopFilms${where} { __typename title actors { __typename name } }
        shopFilmsConnection(first: 1, orderBy: { id: DESC }) { __typename nodes { id } } }`),
    ).toEqual({
      data: {
        films: [{ title: 'Dusk' }],
        shopFilms: [{ __typename: 'ShopFilm', title: 'Dusk', actors: [{ __typename: 'ShopActor', name: 'Ann' }] }],
        shopFilmsConnection: { __typename: 'ShopFilmConnection', nodes: [{ id: '2' }] },
      },
    })
    expect(
      await ask(`mutation { shopCreateActor(input: { id: 2, name: "Bo" }) { id }
        shopCreateFilmActor(filmId: 1, actorId: 2) shopDeleteFilm(id: 9) { id } }`),
    ).toEqual({ data: { shopCreateActor: { id: '2' }, shopCreateFilmActor: true, shopDeleteFilm: null } })
  })

test('What is told of a database has the names that are in the file', async () => {
  await using database = await createDatabase('sqlite', FILMS)
  const { text, notes } = await importDatabase({ url: database.url, prefix: 'my-shop' })
  const told =
    'The column "films.password_hash": it looks like a secret. To show it, add to MyShopFilm: passwordHash: String'
  expect(notes).toEqual([told])
  expect(text).toContain(
    `# MY_SHOP_DATABASE_URL, in the environment or in a file .env, names another database: MY_SHOP`,
  )
  expect(text).toContain(`# Left out: ${told}\n`)
  expect(text).toContain('    name: "myShopDb"\n    sql: { url: "{$env.MY_SHOP_DATABASE_URL ?? ')
  expect(text).toContain('type MyShopFilm @sql(table: "films", key: "id") {')
})

const DOCUMENT = {
  openapi: '3.0.3',
  servers: [{ url: 'https://api.example.com/v1' }],
  security: [{ key: [] }],
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        parameters: [{ name: 'id', in: 'query', schema: { type: 'array', items: { type: 'string' } } }],
        responses: answer({ type: 'array', items: { $ref: '#/components/schemas/Pet' } }),
      },
      post: {
        operationId: 'createPet',
        servers: [{ url: 'https://upload.example.com' }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Dog' } } },
        },
        responses: answer({ $ref: '#/components/schemas/Dog' }),
      },
    },
    '/owners': {
      get: {
        operationId: 'listOwners',
        parameters: [{ name: 'id', in: 'query', schema: { type: 'array', items: { type: 'string' } } }],
        responses: answer({ type: 'array', items: { $ref: '#/components/schemas/Owner' } }),
      },
    },
    '/cover': { get: { responses: { 200: { content: { 'image/png': {} } } } } },
  },
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    schemas: {
      Pet: {
        oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
        discriminator: { propertyName: 'kind' },
      },
      Cat: {
        type: 'object',
        required: ['kind'],
        properties: { kind: { type: 'string' }, lives: { type: 'integer' }, ownerId: { type: 'string' } },
      },
      Dog: {
        type: 'object',
        required: ['kind'],
        properties: { kind: { type: 'string' }, breed: { enum: ['pug', 'lab'] } },
      },
      Owner: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string' },
          any: { oneOf: [{ type: 'string' }, { type: 'object', properties: { a: { type: 'string' } } }] },
        },
        additionalProperties: { type: 'string' },
      },
    },
  },
}

function answer(schema: object): object {
  return { 200: { content: { 'application/json': { schema } } } }
}

function importOf(document: unknown, prefix: string | undefined) {
  return importDocument({
    files: new Map([['api.json', document]]),
    root: 'api.json',
    resolve: reference => reference,
    url: 'https://api.example.com/openapi.json',
    include: [],
    exclude: [],
    prefix,
  })
}

test('An OpenAPI document under a prefix: types with what tells them apart, sources, variables and what is told', () => {
  const { text, notes } = importOf(DOCUMENT, 'Zoo')
  expect(problemsOf(text)).toEqual([])
  expect(problemsOf(text, importOf(DOCUMENT, undefined).text)).toEqual([])
  expect(notes).toEqual([
    'Left out: GET /cover (image/png): it answers no JSON.',
    'Left out: More properties of ZooOwner: the document does not name them.',
    'ZooOwner.any is JSON: it can be of several types.',
  ])
  for (const part of [
    '# ZOO_API_KEY, in the environment, is the key that the API is sent.\n',
    '# ZOO_UPLOAD_URL, in the environment or in a file .env, names another server: ZOO_UPLOAD_URL=https://host/path\n',
    '    name: "zooUpload"',
    '# ZooCat.owner is found by ownerId.\n',
    'type ZooOwner @http(source: "zooApi", GET: "/owners?id={$batch.id}", by: "id") {\n',
    `headers: ["X-Key: {$env.ZOO_API_KEY}"]`,
    '  zooPets(id: [ID!]): [ZooPet!] @http(source: "zooApi", GET: "/pets?id={$args.id}")\n',
    '  zooCreatePet(input: ZooDogInput!): ZooDog @http(source: "zooUpload", POST: "/pets", body: "{$args.input}")\n',
    'union ZooPet @map(from: "kind") = ZooCat | ZooDog | ZooOtherPet\n',
    'type ZooCat @map(from: "Cat") {\n',
    'type ZooDog @map(from: "Dog") {\n',
  ])
    expect(text).toContain(part)
})

test('A sample under a prefix', () => {
  const url = 'https://api.example.com/posts?api_key=secret&q=%7B%7B$env.X'
  const sample = [{ id: 1, author: { id: 2 }, odd: [] }]
  const { text, notes } = importSample({ sample, name: 'Post', url, headers: ['X-Team'], prefix: 'blog2' })
  expect(problemsOf(text)).toEqual([])
  expect(problemsOf(text, importSample({ sample, name: 'Post', url }).text)).toEqual([])
  expect(notes).toEqual(['Blog2Post.odd is JSON: all lists are empty.'])
  for (const part of [
    '# BLOG2_API_X_TEAM, in the environment, is the header X-Team that the API is sent.\n',
    '# BLOG2_API_API_KEY, in the environment, is the parameter api_key.\n',
    'headers: ["X-Team: {$env.BLOG2_API_X_TEAM}"]',
    '  blog2Posts: [Blog2Post!] @http(GET: "/posts?api_key={$env.BLOG2_API_API_KEY}&q=%7B%7B$env.X")\n',
    '  author: Blog2PostAuthor!\n',
  ])
    expect(text).toContain(part)
})

test('Whatever a document is, it stands beside itself under a prefix', () => {
  fc.assert(
    fc.property(RANDOM_DOCUMENT, document => {
      expect(problemsOf(importOf(document, undefined).text, importOf(document, 'Zoo').text)).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('Whatever is in a database, its schema stands beside itself under a prefix', () => {
  fc.assert(
    fc.property(RANDOM_STRUCTURE, structure => {
      const textOf = (prefix?: string) =>
        importStructure(structure, { scheme: 'mysql:', defaultURL: undefined, mutations: true, prefix }).text
      expect(problemsOf(textOf(), textOf('Zoo'))).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('What can be no prefix is refused, and so is one that makes a name with a meaning of its own', () => {
  const importAs = (prefix: string, name = 'Post') =>
    importSample({ sample: [{ id: 1 }], name, url: undefined, prefix })
  for (const prefix of ['', '1', '-', '価格', '{$env.X}'.slice(0, 2)])
    expect(() => importAs(prefix)).toThrow(`"${prefix}" can't begin a name. Write --prefix Shop`)
  expect(() => importAs('page', 'info')).toThrow(
    'The prefix "page" makes PageInfo of Info, which has a meaning of its own. Choose another.',
  )
  expect(() => importAs('Date', 'Filter')).toThrow('makes DateFilter of Filter')
})
