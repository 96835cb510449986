import { expect, test } from 'vitest'
import {
  checkSchema,
  createSchema,
  importDatabase,
  importJson,
  importOpenApi,
  printSchema,
  startGateway,
} from '../../src/index.ts'

/** What each function throws for options, which TypeScript would have refused. */
type Refused = [(options: never) => Promise<unknown>, unknown, string]
const refusals: Refused[] = [
  [startGateway, { prot: 1 }, 'startGateway has no option "prot". Did you mean "port"?'],
  [
    createSchema,
    { port: 1 },
    'createSchema has no option "port". There are schemaPath, resolvers, requestTimeout, maxCalls, maxReadBytes, logLevel, environment, hooks, log.',
  ],
  [startGateway, JSON.parse('{ "__proto__": {} }'), 'startGateway has no option "__proto__". There are '],
  [printSchema, 'schema.graphql', 'printSchema takes an object of options, not "schema.graphql".'],
  [checkSchema, null, 'checkSchema takes an object of options, not null.'],
  [startGateway, [], 'startGateway takes an object of options, not [].'],
  [startGateway, { port: '4000' }, 'port takes a port from 0 to 65535, not "4000".'],
  [startGateway, { port: 65_536 }, 'port takes a port from 0 to 65535, not 65536.'],
  [startGateway, { port: -1 }, 'port takes a port from 0 to 65535, not -1.'],
  [startGateway, { port: Number.NaN }, 'port takes a port from 0 to 65535, not NaN.'],
  [startGateway, { port: null }, 'port takes a port from 0 to 65535, not null.'],
  [startGateway, { host: '' }, 'host takes a name or an address such as 127.0.0.1, not "".'],
  [createSchema, { requestTimeout: '15s' }, 'requestTimeout takes milliseconds from 1 to 86400000, not "15s".'],
  [createSchema, { requestTimeout: 0 }, 'requestTimeout takes milliseconds from 1 to 86400000, not 0.'],
  [createSchema, { requestTimeout: 86_400_001 }, 'requestTimeout takes milliseconds from 1 to 86400000, not 86400001.'],
  [startGateway, { bodyLimit: 1.5 }, 'bodyLimit takes a number of bytes from 1 to 536870888, not 1.5.'],
  [createSchema, { maxCalls: 0 }, 'maxCalls takes a number of calls from 1 to 1000000, not 0.'],
  [startGateway, { graphiql: 'no' }, 'graphiql takes true or false, not "no".'],
  [startGateway, { introspection: 0 }, 'introspection takes true or false, not 0.'],
  [startGateway, { corsOrigins: '*' }, 'corsOrigins takes a list of origins such as https://app.example.com, not "*".'],
  [
    startGateway,
    { corsOrigins: ['https://a.example.com', 'https://b.example.com/'] },
    'corsOrigins takes a list of origins such as https://app.example.com, not ["https://a.example.com", "https://b.example.com/"].',
  ],
  [
    startGateway,
    { allowedHosts: ['a.example.com:80'] },
    'allowedHosts takes a list of host names without port such as api.example.com, or *, not ["a.example.com:80"].',
  ],
  ...['null', 'electron://', 'electron://altair/', 'data:text/html,a', 'file:///a', '//a.example.com'].map(
    (origin): Refused => [
      startGateway,
      { corsOrigins: [origin] },
      `corsOrigins takes a list of origins such as https://app.example.com, not ["${origin}"].`,
    ],
  ),
  [createSchema, { logLevel: 'loud' }, 'logLevel takes one of silent, error, warn, info, debug, not "loud".'],
  [createSchema, { log: console }, 'log takes a function, not this object.'],
  [checkSchema, { offline: 'yes' }, 'offline takes true or false, not "yes".'],
  [
    printSchema,
    { schemaPath: new URL('file:///a') },
    'schemaPath takes the path of a schema file or a folder of them, or a list of such paths, not this object.',
  ],
  [importJson, { from: 'a.json' }, 'importJson needs the option "name", which takes the name of one object of it'],
  [importOpenApi, { from: '' }, 'from takes an OpenAPI document, a file or a URL, not "".'],
  [importOpenApi, { from: 'a.yaml', include: '/posts' }, 'include takes a list of texts, not "/posts".'],
  [
    importDatabase,
    { url: 'sqlite:a.db', table: ['a'] },
    'importDatabase has no option "table". Did you mean "tables"?',
  ],
  [importDatabase, { url: 'sqlite:a.db', tables: ['a'], schemas: ['b'] }, 'Give tables or schemas, not both.'],
  // A variable may be a secret: none is told.
  [
    createSchema,
    { environment: { PASSWORD: 'secret', PORT: 1 } },
    'environment takes an object of texts such as process.env, not this object.',
  ],
]

test.each(refusals)('%o refuses %j', async (call, options, message) => {
  await expect(call(options as never)).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining(message),
  })
})

test('An option that is undefined is the default', async () => {
  const options = { schemaPath: 'none.graphql', environment: undefined, requestTimeout: undefined, log: undefined }
  await expect(createSchema(options)).rejects.toMatchObject({ name: 'SchemaFileError' })
})
