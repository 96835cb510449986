import fc from 'fast-check'

/** Names that mean something to GraphQL, to Sluice, to JavaScript, to URLs or to templates, or that no name can be. */
const HOSTILE = [
  ...['id', 'user', 'User', 'user_id', 'userId', 'userIds', 'ids', 'query', 'Mutation', 'String', 'JSON', 'Date'],
  ...['UserInput', 'user_input', 'UserConnection', 'UserEdge', 'PageInfo', 'user_filter', 'input', 'where', 'first'],
  ...['__typename', '__proto__', 'constructor', 'hasOwnProperty', 'null', 'true', '+1', '-1', '$ref', 'data', 'limit'],
  ...['{$this.a}', '{$args.id}', '{{', '}', '{', "it's", 'say "hi"', 'a\\b', 'a/b', 'a~1b', 'a%2Fb', 'a#b', 'a?b&c=d'],
  ...['größe', '価格', '', ' ', '\n', '\u{1F600}', '\ud800', '"""', '# no', '_', '2fa', 'created[gte]', 'x-y', 'a.b'],
]
const NAME = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 6 }))
const TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('"""', 'a\nb', ' \\ ', '\\"""\n"', '#'),
)
const REFERENCE = fc.oneof(
  fc.constantFrom('User', 'post', 'A', 'B').map(name => `#/components/schemas/${name}`),
  NAME.map(name => `#/components/schemas/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  fc.constantFrom('https://example.com/x.json', 'other.yaml#/x', '#', '#/', '#/paths', 'x'),
)
const FORMAT = fc.constantFrom('date-time', 'date', 'time', 'uuid', 'byte', 'decimal', 'int32', 'int64', 'binary', '?')
const JUNK = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(null, true, 3, 'x', []))

const { schema } = fc.letrec<{ schema: unknown; object: unknown }>(tie => ({
  schema: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'schema' },
    fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'number', 'boolean'),
        format: FORMAT,
        default: JUNK,
        description: TEXT,
        deprecated: fc.boolean(),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ $ref: REFERENCE, description: TEXT, nullable: fc.boolean() }, { requiredKeys: ['$ref'] }),
    fc.record(
      {
        type: fc.constantFrom('string', 'integer'),
        enum: fc.array(fc.oneof(NAME, fc.integer(), fc.constant(null)), { maxLength: 4 }),
        default: NAME,
      },
      { requiredKeys: ['enum'] },
    ),
    tie('object'),
    fc.record(
      { type: fc.constant('array'), items: tie('schema'), maxItems: fc.nat(3) },
      { requiredKeys: ['type', 'items'] },
    ),
    fc.record(
      {
        allOf: fc.array(tie('schema'), { maxLength: 3 }),
        properties: fc.dictionary(NAME, tie('schema'), { maxKeys: 2 }),
      },
      { requiredKeys: ['allOf'] },
    ),
    fc.record(
      { oneOf: fc.array(tie('schema'), { maxLength: 3 }), discriminator: fc.record({ propertyName: NAME }) },
      { requiredKeys: ['oneOf'] },
    ),
    fc.record(
      { anyOf: fc.array(tie('schema'), { maxLength: 3 }), required: fc.array(NAME, { maxLength: 1 }) },
      { requiredKeys: ['anyOf'] },
    ),
    // What can be told apart.
    fc.uniqueArray(NAME, { minLength: 2, maxLength: 3 }).map(kinds => ({
      oneOf: kinds.map(kind => ({ type: 'object', required: ['kind'], properties: { kind: { const: kind } } })),
    })),
    fc.record(
      { type: fc.subarray(['string', 'integer', 'null', 'object', 'array', '?']), const: NAME },
      { requiredKeys: ['type'] },
    ),
    JUNK,
  ),
  object: fc
    .record(
      {
        properties: fc.dictionary(NAME, tie('schema'), { maxKeys: 4 }),
        every: fc.boolean(),
        required: fc.array(NAME, { maxLength: 2 }),
        readOnly: fc.boolean(),
        writeOnly: fc.boolean(),
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
      },
      { requiredKeys: ['properties', 'every'] },
    )
    .map(({ every, required, properties, ...rest }) => ({
      type: 'object',
      ...rest,
      properties,
      required: every ? Object.keys(properties as object) : required,
    })),
}))

const PARAMETER = fc.oneof(
  fc.record(
    {
      name: NAME,
      in: fc.constantFrom('path', 'query', 'query', 'query', 'header', 'cookie', 'body'),
      required: fc.boolean(),
      deprecated: fc.boolean(),
      description: TEXT,
      style: fc.constantFrom('simple', 'form', 'deepObject', 'pipeDelimited', 'spaceDelimited', 'matrix'),
      explode: fc.boolean(),
      schema,
      content: fc.constant({ 'application/json': {} }),
    },
    { requiredKeys: ['name', 'in', 'schema'] },
  ),
  // What makes a list a batch.
  fc.record({
    name: fc.constantFrom('id', 'ids', 'userIds', 'limit'),
    in: fc.constant('query'),
    explode: fc.boolean(),
    schema: fc.oneof(
      fc.constant({ type: 'array', items: { type: 'string' } }),
      fc.constant({ type: 'integer', maximum: 50 }),
    ),
  }),
  JUNK,
)

function content(types: readonly string[]): fc.Arbitrary<unknown> {
  return fc.dictionary(fc.constantFrom(...types), fc.record({ schema }, { requiredKeys: [] }), {
    minKeys: 1,
    maxKeys: 2,
  })
}

const OPERATION = fc.record(
  {
    operationId: NAME,
    summary: TEXT,
    description: TEXT,
    tags: fc.array(NAME, { maxLength: 2 }),
    deprecated: fc.boolean(),
    parameters: fc.array(PARAMETER, { maxLength: 4 }),
    requestBody: fc.record(
      {
        required: fc.boolean(),
        content: content([
          'application/json',
          'application/merge-patch+json',
          'multipart/form-data',
          'application/x-www-form-urlencoded',
          '*/*',
          NASTY(),
        ]),
      },
      { requiredKeys: ['content'] },
    ),
    responses: fc.dictionary(
      fc.constantFrom('200', '201', '204', '2XX', 'default', '404'),
      fc.oneof(
        fc.record({ content: content(['application/json', 'text/plain']) }),
        fc.constant({ description: 'nothing' }),
      ),
    ),
    security: fc.array(fc.dictionary(fc.constantFrom('key', 'token', 'other'), fc.constant([])), { maxLength: 2 }),
    callbacks: fc.constant({ x: {} }),
  },
  { requiredKeys: ['responses'] },
)

function NASTY(): string {
  return 'application/a{$args.x}+json'
}

/** What has a key, and keys of others. */
const ENTITY = fc
  .record({
    type: fc.constantFrom('string', 'integer'),
    more: fc.dictionary(NAME, schema, { maxKeys: 3 }),
    keys: fc.subarray(['userId', 'user_id', 'post_ids', 'postId']),
  })
  .map(({ type, more, keys }) => ({
    type: 'object',
    required: ['id'],
    properties: {
      ...more,
      id: { type },
      ...Object.fromEntries(keys.map(key => [key, key.endsWith('s') ? { type: 'array', items: { type } } : { type }])),
    },
  }))
const ENTITY_NAME = fc.constantFrom('User', 'post')
const LIST = fc
  .record({
    of: ENTITY_NAME,
    by: fc.constantFrom('id', 'ids', 'userId', 'postIds'),
    explode: fc.boolean(),
    page: fc.boolean(),
    position: fc.option(
      fc.record({
        name: fc.constantFrom('page', 'cursor', 'offset', 'after', 'starting_after', 'page[number]'),
        in: fc.constant('query'),
        required: fc.constantFrom(false, false, true),
        schema: fc.oneof(
          fc.record({ type: fc.constant('integer'), default: fc.constantFrom(0, 1, 'x') }, { requiredKeys: ['type'] }),
          fc.constant({ type: 'string' }),
        ),
      }),
    ),
    told: fc.subarray(['next_cursor', 'has_more', 'total', 'next', 'next_url', 'url']),
    isTold: fc.boolean(),
  })
  .map(({ of, by, explode, page, position, told, isTold }) => {
    const list = { type: 'array', items: { $ref: `#/components/schemas/${of}` } }
    const size = { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 20 } }
    const typeOf = (name: string) => (name === 'has_more' ? 'boolean' : name === 'total' ? 'integer' : 'string')
    const beside = Object.fromEntries(told.map(name => [name, { type: typeOf(name), format: 'uri' }]))
    return {
      parameters: [
        { name: by, in: 'query', explode, schema: { type: 'array', items: { type: 'string' } } },
        ...(page ? [size] : []),
        ...(position ? [position] : []),
      ],
      responses: {
        200: {
          headers: { Link: {} },
          content: {
            'application/json': {
              schema: page ? { required: isTold ? told : [], properties: { data: list, ...beside } } : list,
            },
          },
        },
      },
    }
  })
const ONE = ENTITY_NAME.map(of => ({
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  responses: { 200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${of}` } } } } },
}))

const SEGMENT = fc.oneof(
  NAME,
  NAME.map(name => `{${name}}`),
  fc.constantFrom('users', '{id}', '{userId}', 'v1', '..', 'a{b}c', 'a#{b}'),
)
const PATH = fc.array(SEGMENT, { minLength: 1, maxLength: 4 }).map(segments => `/${segments.join('/')}`)

const SCHEME = fc.oneof(
  fc.record({ type: fc.constant('apiKey'), in: fc.constantFrom('header', 'query', 'cookie'), name: NAME }),
  fc.record({ type: fc.constant('http'), scheme: fc.constantFrom('basic', 'Bearer', 'digest') }),
  fc.record({ type: fc.constantFrom('oauth2', 'openIdConnect', 'mutualTLS') }),
)

/** A document whose names are as odd as they can be, and whose parts may be anything; one query at least can be made of it. */
export const RANDOM_DOCUMENT = fc
  .record({
    openapi: fc.constantFrom('3.0.3', '3.1.0'),
    servers: fc.array(
      fc.record({ url: fc.oneof(NAME, fc.constantFrom('https://{host}/v1', '/v2', 'http://a:b@c/')) }),
      { maxLength: 1 },
    ),
    security: fc.array(fc.dictionary(fc.constantFrom('key', 'token'), fc.constant([])), { maxLength: 2 }),
    paths: fc.dictionary(
      PATH,
      fc.record(
        {
          get: fc.oneof(OPERATION, LIST),
          post: OPERATION,
          put: OPERATION,
          delete: OPERATION,
          head: OPERATION,
          parameters: fc.array(PARAMETER, { maxLength: 1 }),
          servers: fc.constantFrom([{ url: 'https://up.example.com/a' }], [{ url: 'https://1.example.com' }], []),
        },
        { requiredKeys: [] },
      ),
      { maxKeys: 5 },
    ),
    schemas: fc.dictionary(fc.oneof(NAME, fc.constantFrom('User', 'post', 'A', 'B')), schema, { maxKeys: 5 }),
    entities: fc.dictionary(ENTITY_NAME, ENTITY),
    one: ONE,
    securitySchemes: fc.dictionary(fc.constantFrom('key', 'token', 'other'), SCHEME),
  })
  .map(({ paths, schemas, securitySchemes, entities, one, ...rest }) => ({
    ...rest,
    info: { title: 'Any', version: '1' },
    paths: {
      ...paths,
      '/things/{id}': { get: one },
      '/plain': { get: { responses: { 200: { content: { 'application/json': {} } } } } },
    },
    components: { schemas: { ...schemas, ...entities }, securitySchemes },
  }))
